import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Db, Sql } from "./ctx";
import * as schema from "./schema";

export type Client = { db: Db; sql: Sql; close(): Promise<void> };

/**
 * Opens the pools. Only the edges do: a request's context, the worker and the command line. Two of them, because
 * drizzle switches its client's reading and writing of dates and JSON off, which COPY and plain queries rely on.
 */
export function openClient(url: string, { max = 8 }: { max?: number } = {}): Client {
  const options = { onnotice: () => {}, connect_timeout: 10, idle_timeout: 60 };
  const sql = postgres(url, { ...options, max });
  const typed = postgres(url, { ...options, max: 2 });
  const close = async () => {
    await Promise.all([sql.end({ timeout: 5 }), typed.end({ timeout: 5 })]);
  };
  return { db: drizzle(typed, { schema }), sql, close };
}
