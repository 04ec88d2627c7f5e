/**
 * What the comments of a contract say, by name: `PageRow` of the whole, `PageRow.saidOf` and `PageDetail.events.person` of
 * a field. Contracts are formatted by machine, so that the depth of a field is its indentation.
 */
export function fieldNotes(source: string): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  let whole = "";
  let fields: { name: string; indent: number }[] = [];
  let said: string[] = [];
  let open = false;
  for (const line of source.split("\n")) {
    const comment: string | undefined = open ? line : /^\s*\/\*\*(.*)$/.exec(line)?.[1];
    if (comment !== undefined) {
      if (!open) said = [];
      said.push(
        comment
          .replace(/\*\/\s*$/, "")
          .replace(/^\s*\*? ?/, "")
          .trim(),
      );
      open = !comment.includes("*/");
      continue;
    }
    const note = said.join(" ").trim();
    said = [];
    const start = /^(?:export )?const (\w+)/.exec(line)?.[1];
    const field = /^(\s+)(\w+)(?::|,$)/.exec(line);
    if (start !== undefined) {
      whole = start;
      fields = [];
      if (note) notes.set(whole, note);
    } else if (field) {
      const [, blanks = "", name = ""] = field;
      fields = [...fields.filter(({ indent }) => indent < blanks.length), { name, indent: blanks.length }];
      if (note && whole) notes.set([whole, ...fields.map((one) => one.name)].join("."), note);
    }
  }
  return notes;
}
