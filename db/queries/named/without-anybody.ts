import type { Ctx } from "@/db/ctx";
import { type Needle, redactorOf } from "@/lib/privacy/redactor";
import { cleanTexts } from "@/lib/report/nameless-texts";

const SOMEBODY = "a person";
/** Shorter parts of names stand for too much else. */
const SHORTEST_PART = 3;
const SHORTEST_KEY = 5;

type Known = { text: string; kind: "name" | "email" | "key" };

/**
 * A copy for the whole world: out of every text that a source or somebody wrote go all names, addresses and accounts of
 * people and users, and each first or last name by itself. A single word that a team or service here bears stays:
 * "Platform On-Call" is a user of many a pager.
 */
export async function withoutAnybody<T>(ctx: Pick<Ctx, "sql" | "workspaceId">, value: T): Promise<T> {
  const known = await knownTexts(ctx);
  const first = withoutWords(
    value,
    known.map(({ text }) => text),
  );
  const common = new Set(textsUnder(first, ["team", "service"]).flatMap(wordsIn));
  const parts = known.filter(({ kind }) => kind !== "key").flatMap(({ text }) => wordsIn(text.split("@")[0] ?? ""));
  return withoutWords(
    first,
    parts.filter((part) => part.length >= SHORTEST_PART && !/^\d+$/.test(part) && !common.has(part)),
  );
}

/** One expression of everybody's names would be slow: only of those whose every word stands in the texts. */
function withoutWords<T>(value: T, texts: readonly string[]): T {
  const seen = new Set(wordsIn(JSON.stringify(value)));
  const found = texts.filter((text) => {
    const words = wordsIn(text);
    return words.length > 0 && words.every((word) => seen.has(word));
  });
  const redactor = redactorOf([...new Set(found)].map((text): Needle => ({ text, token: SOMEBODY })));
  // Dates and the names of figures are ours: a Jan is no reason to lose January.
  const labels = new Set(textsUnder(value, ["label"]));
  return cleanTexts(value, (text) => (labels.has(text) ? text : redactor.text(text)));
}

/** All by which anybody is or was known. Whoever set Squelch up and gave no name is called Admin. */
async function knownTexts({ sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">): Promise<Known[]> {
  const rows = await sql<Known[]>`
    select name as text, 'name' as kind from people where workspace_id = ${workspaceId} and erased_at is null
    union select email, 'email' from people where workspace_id = ${workspaceId} and erased_at is null
    union select name, 'name' from identities where workspace_id = ${workspaceId}
    union select email, 'email' from identities where workspace_id = ${workspaceId}
    union select key, 'key' from identities where workspace_id = ${workspaceId}
    union select value, attribute from account_facts
      where workspace_id = ${workspaceId} and attribute in ('name', 'email')
    union select name, 'name' from users where workspace_id = ${workspaceId} and name not in ('Admin', 'a former member')
    union select email, 'email' from users where workspace_id = ${workspaceId}`;
  return rows.filter(({ text, kind }) => text !== null && (kind !== "key" || text.length >= SHORTEST_KEY));
}

function textsUnder(value: unknown, names: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsUnder(item, names));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    typeof item === "string" ? (names.includes(name) ? [item] : []) : textsUnder(item, names),
  );
}

const wordsIn = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
