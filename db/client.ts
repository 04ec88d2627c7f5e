import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Db, Sql } from "./ctx";
import * as schema from "./schema";

export type Client = { db: Db; sql: Sql; close(): Promise<void> };

/** Opens a pool. Only the edges do: a request's context, the worker and the command line. */
export function openClient(url: string, { max = 8 }: { max?: number } = {}): Client {
  const sql = postgres(url, { max, onnotice: () => {}, connect_timeout: 10, idle_timeout: 60 });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
