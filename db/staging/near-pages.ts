import type { Sql } from "@/db/ctx";

/**
 * A transaction that reads some thousands of pages of very many: the server is told that they lie in memory and are little
 * work. Else it reads all pages for each portion of them, or starts processes for it.
 */
export async function nearPages<T>(sql: Sql, read: (sql: Sql) => Promise<T>): Promise<T> {
  const done = await sql.begin(async (tx) => {
    const own = tx as unknown as Sql;
    const [, found] = await Promise.all([tellNear(own), read(own)]);
    return { found };
  });
  return done.found;
}

/** For the rest of this transaction. Sent at once: what is sent after it waits behind it. */
function tellNear(sql: Sql) {
  return sql`select ${nearSettings(sql)}`.execute();
}

/**
 * As `tellNear`, and what this transaction writes is worked out from what is stored and stays marked until it is: it need not
 * wait for the disk. After a crash it is there whole, or the mark is.
 */
export function tellDerived(sql: Sql) {
  return sql`select ${nearSettings(sql)}, set_config('synchronous_commit', 'off', true)`.execute();
}

const nearSettings = (sql: Sql) =>
  sql`set_config('random_page_cost', '1.1', true), set_config('max_parallel_workers_per_gather', '0', true)`;
