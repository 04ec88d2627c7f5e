import { AppError } from "@/lib/errors";
import { looksLikeEmail, type PersonRow } from "@/lib/people/read-organisation";
import { circleSentence, closeOrganisation } from "./close-organisation";
import { leaderTimelines, storeLeaders } from "./organisation-timelines";
import { type Context, type Said, take } from "./organisation-words";

/** Stores whom people report to, but for lines that would make a circle. Returns whose leader is another one. */
export async function hearLeaders(context: Context, rows: readonly PersonRow[]): Promise<string[]> {
  const { sql, workspaceId, outcomes, names, ids } = context;
  const before = await leaderTimelines(sql, workspaceId, ids);
  const spoken = rows.flatMap((row) => leaderWord(context, row, rows));
  const refused = new Set<number>();
  const stored = new Set<string>();
  for (;;) {
    const write = (id: string) => names.get(id) ?? "somebody";
    const timelines = new Map(before);
    const heard = { ...context, timelines, what: "leader" as const, same: Object.is, write };
    outcomes.dropped("leader", new Set(rows.map(({ line }) => line)));
    const kept = outcomes.kept.filter(({ what }) => what !== "leader");
    outcomes.kept.splice(0, outcomes.kept.length, ...kept);
    const taken = spoken.filter(({ line }) => !refused.has(line)).filter((word) => take(heard, word));
    const changed = [...new Set(taken.map(({ id }) => id))];
    for (const id of changed) stored.add(id);
    await storeLeaders(sql, workspaceId, new Map([...stored].map((id) => [id, timelines.get(id) ?? []])));
    const closed = await closeOrganisation(sql, workspaceId, changed);
    if (!("circle" in closed)) return changed;
    const guilty = taken.filter(({ id }) => closed.circle.includes(id));
    if (guilty.length === 0) throw new AppError("conflict", await circleSentence(sql, workspaceId, closed));
    const lines = [...new Set(guilty.map(({ line }) => line))].sort((a, b) => a - b);
    const sentence = await circleSentence(sql, workspaceId, closed);
    for (const line of lines) {
      refused.add(line);
      outcomes.errors.push({ line, why: `${sentence} Lines ${lines.join(", ")}; their leaders are left as they are.` });
    }
  }
}

type LeaderWord = Said<string>;

/** Nothing where the row says nothing of a leader, or names one whom nobody knows. */
function leaderWord(context: Context, row: PersonRow, rows: readonly PersonRow[]): LeaderWord[] {
  const { people, outcomes, who } = context;
  if (row.leader === undefined) return [];
  const id = people.get(row.email) ?? "";
  const word = { id, line: row.line, who: who(row), fromDate: row.fromDate };
  if (row.leader === null) return [{ ...word, value: null }];
  const found = looksLikeEmail(row.leader) ? people.get(row.leader) : byName(row.leader, rows, people);
  const refuse = (why: string) => {
    outcomes.errors.push({ line: row.line, why });
    return [];
  };
  if (found === undefined)
    return refuse(`the leader ${row.leader} is neither in the file nor known here; the rest of the line is read`);
  if (found === id) return refuse(`${row.email} reports to themselves; the rest of the line is read`);
  return [{ ...word, value: found }];
}

/** Some systems tell a leader by name: good enough where one person of the file has it. */
function byName(name: string, rows: readonly PersonRow[], people: ReadonlyMap<string, string>): string | undefined {
  const wanted = name.toLowerCase();
  const found = new Set(
    rows.flatMap((row) => (row.name?.toLowerCase() === wanted ? [people.get(row.email) ?? ""] : [])),
  );
  return found.size === 1 ? [...found][0] : undefined;
}
