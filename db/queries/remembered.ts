import type { PendingQuery, Row } from "postgres";
import type { Ctx, Sql } from "@/db/ctx";

type Fragment = PendingQuery<Row[]>;
type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** All that is read from a table, or more: its rows `t` of the workspace, or those of them that hold. */
export type Watched = { table: string; holding?: Fragment };

type Known = { stamp: string; value: unknown };

/** Of each database apart. A year of a large company is some 2 MB an answer. */
const MOST_KNOWN = 64;
const known = new WeakMap<Sql, Map<string, Known>>();

/**
 * Reads what hangs on watched rows alone, and not again while they stand as they stood. A row that is written gets another
 * place or another transaction, so the stamp of the watched ones tells every change, whoever made it; it is taken in
 * the snapshot that the answer was read in. `key` tells the question apart, with all that it asks for. Answers are shared:
 * nobody may change one, and none may hang on who asks.
 */
export async function remembered<T>(
  ctx: Reader,
  { key, watched }: { key: readonly unknown[]; watched: readonly Watched[] },
  read: (reader: Reader) => Promise<T>,
): Promise<T> {
  // In somebody's transaction there is more to see than others see.
  if (typeof ctx.sql.begin !== "function") return read(ctx);
  const answers = known.get(ctx.sql) ?? new Map<string, Known>();
  known.set(ctx.sql, answers);
  const name = JSON.stringify([ctx.workspaceId, ...key]);
  const before = answers.get(name);
  if (before && before.stamp === (await stampOf(ctx, watched))) {
    keep(answers, name, before);
    return before.value as T;
  }
  const { stamp, value } = await ctx.sql.begin("isolation level repeatable read read only", async (tx) => {
    const reader = { sql: tx as unknown as Sql, workspaceId: ctx.workspaceId };
    const [taken, answer] = await Promise.all([stampOf(reader, watched), read(reader)]);
    return { stamp: taken, value: answer };
  });
  keep(answers, name, { stamp, value });
  return value as T;
}

/** The last used stand last. */
function keep(answers: Map<string, Known>, name: string, answer: Known): void {
  answers.delete(name);
  answers.set(name, answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST_KNOWN && oldest !== undefined) answers.delete(oldest);
}

/** The server's start stands for the server: another one may have counted its transactions otherwise. */
async function stampOf({ sql, workspaceId }: Reader, watched: readonly Watched[]): Promise<string> {
  const parts = watched.map(
    ({ table, holding }) => sql`|| ' ' || (
      select concat(count(*), '/', sum(hashtextextended(t.xmin::text, hashtidextended(t.ctid, 0))))
      from ${sql(table)} t where t.workspace_id = ${workspaceId} ${holding ? sql`and ${holding}` : sql``})`,
  );
  const all = parts.reduce((one, part) => sql`${one} ${part}`, sql``);
  const [row] = await sql<{ stamp: string }[]>`select pg_postmaster_start_time()::text ${all} as stamp`;
  if (!row) throw new Error("the database gave no stamp");
  return row.stamp;
}
