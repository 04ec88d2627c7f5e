import { createTwoFilesPatch } from "diff";

/** A unified diff, as `git apply` and `patch` take it. Empty where nothing differs. */
export function diffText(name: string, before: string | null, after: string): string {
  if (before === after) return "";
  const old = before === null ? "/dev/null" : `a/${name}`;
  const patch = createTwoFilesPatch(old, `b/${name}`, before ?? "", after, undefined, undefined, { context: 3 });
  // The line of equals signs in front is of other tools.
  return patch.replace(/^=+\n/, "");
}
