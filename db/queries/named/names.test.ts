import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Who else reads names or addresses of people, and why nobody's load leaves by it. */
const MAY_READ_NAMES: Record<string, string> = {
  "db/commands/apply-tombstones.ts": "addresses are compared with digests of who was erased; it tells how many",
  "db/commands/close-organisation.ts": "who leads in a circle, in the words of a refusal",
  "db/commands/erase-person.ts": "who is about to be erased, for the admin who asks",
  "db/commands/known-words.ts": "what of a person has to be found to be erased",
  "db/commands/redact-records.ts": "a name that somebody bears who is here is not taken for an erased one",
  "db/commands/sift-erased.ts": "an account with another address is somebody else",
  "db/queries/alert-histories.ts": "finds people in a feed of changes; nothing of it is stored",
  "db/queries/find-person.ts": "whom the command line means; it tells ids",
  "db/queries/digests.ts": "a viewer's own addresses, to be written to",
  "db/queries/decision-draft.ts": "who may own a decision, without load",
  "db/commands/find-shift-people.ts": "whom a file of shifts means",
  "db/commands/accounts-of-file.ts": "who is who in a file of the organisation, without load",
  "db/commands/bring-people-in.ts": "how they are called in what the file would change",
  "db/commands/link-sample-viewer.ts": "an invented person is found by name",
  "db/commands/match-accounts.ts": "accounts of one address are one person",
  "db/commands/merge-people.ts": "the same by hand",
  "db/commands/describe-people.ts": "makes the names of what providers told",
  "db/commands/take-back.ts": "addresses of accounts that go with an import",
  "db/queries/audit-rows.ts": "admins and auditors read who was seen, without what",
  "db/queries/hours-settings.ts": "who has hours of their own, without load",
  "db/queries/load-people.ts": "asked for those in sight alone",
  "db/queries/organisation.ts": "the list of people, without load",
  "db/queries/people-accounts.ts": "the list of people; pages of those in sight alone",
  "db/queries/person-history.ts": "who led whom, without load",
  "db/queries/team-proposals.ts":
    "who would be in a team, for the admin who may put them there; how often is told of the team alone",
  "db/queries/sample-viewer.ts": "people who are invented, while nothing else is here",
};

/** Of a file: what it selects of `people` or `identities` by their names or addresses. */
function readsNames(source: string): boolean {
  return [...source.matchAll(/`[^`]*`/g)].some(([text]) => {
    for (const [, alias = ""] of text.matchAll(
      /\b(?:from|join|update)\s+(?:people|identities)(?:\s+(?:as\s+)?(\w+))?/g,
    )) {
      const isAlias = alias !== "" && !/^(where|on|left|join|cross|set|order|group|limit)$/.test(alias);
      if (
        new RegExp(isAlias ? String.raw`\b${alias}\.(name|email)\b` : String.raw`(?<![.\w])(name|email)\b`).test(text)
      )
        return true;
    }
    return false;
  });
}

const files = ["db/queries", "db/commands", "db/jobs", "db/rollups", "app"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll("\\", "/")),
);

it("names of people are read in db/queries/named, and where a reason is given", () => {
  const readers = files.filter((path) => readsNames(readFileSync(join(ROOT, path), "utf8")));
  expect(readers.filter((path) => !path.startsWith("db/queries/named/") && !MAY_READ_NAMES[path])).toEqual([]);
  expect(Object.keys(MAY_READ_NAMES).filter((path) => !readers.includes(path))).toEqual([]);
});

it.each([
  ["sql`select w.name from notifications n join people w on w.id = n.person_id`", true],
  ["sql`select coalesce(name, '') from people where id = 1`", true],
  ["sql`select i.email from identities i`", true],
  ["sql`select w.time_zone from people w`", false],
  ["sql`select t.name from teams t join people p on p.id = t.id`", false],
])("%s: %s", (source, reads) => expect(readsNames(source)).toBe(reads));
