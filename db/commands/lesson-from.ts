import type { Sql } from "@/db/ctx";
import type { Lesson } from "@/lib/contract/verdict";
import type { Verdict } from "@/lib/model/verdict";

type Other = { id: string; verdict: Verdict; probability: number };

export type Others = ReadonlyMap<string, Other>;

/** A tenth of a percent: what moved by less looks the same to people. */
const LEAST = 0.001;

/** Pages that nobody judged, as the engine has them now. */
export async function othersOf(sql: Sql, workspaceId: number, signatures: readonly string[]): Promise<Others> {
  const rows = await sql<Other[]>`
    select id, verdict, probability from pages
    where workspace_id = ${workspaceId} and signature_id = any(${signatures as string[]}::bigint[])
      and origin = 'inferred' and probability is not null`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a word did to the pages that it was not said of: those that were inferred before it and are inferred after it. */
export function lessonFrom(before: Others, after: Others): Lesson {
  const both = [...after.values()].flatMap((now) => {
    const then = before.get(now.id);
    return then ? [{ then, now }] : [];
  });
  const moved = both.filter(({ then, now }) => Math.abs(now.probability - then.probability) >= LEAST);
  const mean = (of: "then" | "now") =>
    moved.length === 0 ? null : moved.reduce((sum, pair) => sum + pair[of].probability, 0) / moved.length;
  return {
    others: both.length,
    moved: moved.length,
    from: mean("then"),
    to: mean("now"),
    verdicts: both.filter(({ then, now }) => then.verdict !== now.verdict).length,
  };
}
