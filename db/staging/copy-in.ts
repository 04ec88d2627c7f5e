import { once } from "node:events";
import type { Sql } from "@/db/ctx";

export type CopyValue = string | number | boolean | Date | null | undefined | readonly string[];

/** Text goes to the server in portions of about this many characters. */
const PORTION = 256 * 1024;

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Streams rows into a table by COPY. Table and columns are constants of the code, never input. */
export async function copyIn(
  sql: Sql,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  await copyLines(sql, table, columns, linesOf(rows));
}

function* linesOf(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  for (const row of rows) yield encodeRow(row);
}

/** The same for rows that `encodeRow` wrote before. */
export async function copyLines(
  sql: Sql,
  table: string,
  columns: readonly string[],
  lines: Iterable<string>,
): Promise<void> {
  const query = sql.unsafe(`copy ${table} (${columns.join(", ")}) from stdin`);
  const refused = refusalOf(query);
  const stream = await query.writable();
  const failed = Promise.race([refused, new Promise<never>((_, reject) => stream.once("error", reject))]);
  const finished = new Promise<void>((resolve) => stream.once("finish", () => resolve()));
  failed.catch(() => {});
  try {
    let portion = "";
    for (const line of lines) {
      portion += line;
      if (portion.length < PORTION) continue;
      if (!stream.write(portion)) await Promise.race([once(stream, "drain"), failed]);
      portion = "";
    }
    stream.end(portion);
    await Promise.race([finished, failed]);
  } catch (error) {
    // An open COPY would hold back the rollback for ever.
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

/**
 * The server's refusal. One that comes after the last portion reaches neither the stream nor the query's promise, which
 * the stream settled: only the query's own `reject` is called with it.
 */
function refusalOf(query: object): Promise<never> {
  const told = query as { reject: (error: unknown) => void };
  const settle = told.reject;
  const refused = new Promise<never>((_, reject) => {
    told.reject = (error) => {
      settle(error);
      reject(error);
    };
  });
  refused.catch(() => {});
  return refused;
}

/** A row as a line of COPY. */
export function encodeRow(row: readonly CopyValue[]): string {
  // Joined, not added up: a text of many pieces stays in pieces until it is written.
  return `${row.map(encodeValue).join("\t")}\n`;
}

function encodeValue(value: CopyValue): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  return escaped(`{${value.map(quoted).join(",")}}`);
}

/** Ids need no quotes. */
function quoted(item: string): string {
  if (/^\d+$/.test(item)) return item;
  return /["\\]/.test(item) ? `"${item.replaceAll(/["\\]/g, "\\$&")}"` : `"${item}"`;
}

function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
    : text;
}
