import type { Sql } from "@/db/ctx";
import type { Redactor } from "@/lib/privacy/redactor";

/** Where no words stand, or what others are known by: ids of pages and changes, hashes, names of files on the disk. */
const KEYS =
  "^(page_key|merged_into|change_key|telling_key|content_key|delivery_key|signature|.*sha256|.*hash|path|digest|sealed|slug|dedupe_key)$";

/** People stand in the first ones and are dealt with there; users are others who are here; the log holds ids. */
const LEFT_ALONE = [
  "people",
  "identities",
  "account_facts",
  "users",
  "sign_in_links",
  "sessions",
  "audit",
  "tombstones",
];

const PORTION = 500;

type Table = { table: string; columns: { name: string; type: "text" | "_text" | "jsonb" }[] };

/** How many rows were changed, and the pages of events whose facts were. */
export type Redacted = { rows: number; pages: string[] };

/**
 * Puts tokens in the place of words in every text of a workspace. Which columns hold text is read from the catalogue, so
 * that a new table is not forgotten. `loose` finds at least the rows in which a word stands, for the database's own
 * expressions. In the caller's transaction, under the lock of the workspace.
 */
export async function redactTexts(
  sql: Sql,
  workspaceId: number,
  { redactor, loose }: { redactor: Redactor; loose: string },
): Promise<Redacted> {
  const done: Redacted = { rows: 0, pages: [] };
  const tables = await tablesWithText(sql);
  const holding = await tablesHolding(sql, workspaceId, tables, loose);
  for (const table of tables.filter((one) => holding.has(one.table)))
    await redactTable(sql, workspaceId, table, { redactor, loose, done });
  return { ...done, pages: [...new Set(done.pages)] };
}

function tablesWithText(sql: Sql): Promise<Table[]> {
  return sql<Table[]>`
    select c.table_name as table, jsonb_agg(jsonb_build_object('name', c.column_name, 'type', c.udt_name)) as columns
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    join information_schema.columns w on w.table_schema = c.table_schema and w.table_name = c.table_name
      and w.column_name = 'workspace_id'
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.udt_name in ('text', '_text', 'jsonb')
      and c.column_name !~ ${KEYS} and c.table_name <> all(${LEFT_ALONE})
    group by 1 order by 1`;
}

const textOf = ({ columns }: Table) => `concat_ws(' ', ${columns.map(({ name }) => quoted(name)).join(", ")})`;

async function tablesHolding(
  sql: Sql,
  workspaceId: number,
  tables: readonly Table[],
  loose: string,
): Promise<ReadonlySet<string>> {
  const looks = tables.map(
    (one) => `select '${one.table}' as table where exists (
      select from ${quoted(one.table)} where workspace_id = $1 and ${textOf(one)} ~* $2)`,
  );
  const rows = await sql.unsafe<{ table: string }[]>(looks.join(" union all "), [workspaceId, loose]);
  return new Set(rows.map(({ table }) => table));
}

type Work = { redactor: Redactor; loose: string; done: Redacted };

async function redactTable(sql: Sql, workspaceId: number, one: Table, work: Work): Promise<void> {
  const { redactor, loose, done } = work;
  const { table, columns } = one;
  // JSON as text: its 64-bit numbers do not survive JavaScript.
  const names = columns
    .map(({ name, type }) => (type === "jsonb" ? `${quoted(name)}::text as ${quoted(name)}` : quoted(name)))
    .join(", ");
  const pageId = table === "page_events" ? ", page_id" : "";
  let after = "(0,0)";
  for (;;) {
    const rows = await sql.unsafe<Record<string, unknown>[]>(
      `select ctid::text as "row place", ${names}${pageId} from ${quoted(table)}
       where workspace_id = $1 and ctid > $2::tid and ${textOf(one)} ~* $3 order by ctid limit ${PORTION} for update`,
      [workspaceId, after, loose],
    );
    for (const row of rows) {
      const changed = columns
        .map((column) => ({ ...column, value: clean(row[column.name], column.type, redactor) }))
        .filter(({ name, value }) => value !== row[name]);
      if (changed.length === 0) continue;
      const values = changed.map(({ value }) => value);
      const sets = changed.map(({ name, type }, index) => `${quoted(name)} = ${cast(type, index + 2)}`).join(", ");
      await sql.unsafe(`update ${quoted(table)} set ${sets} where ctid = $1::tid`, [
        row["row place"] as string,
        ...(values as string[]),
      ]);
      done.rows += 1;
      if (pageId !== "" && changed.some(({ name }) => name === "facts")) done.pages.push(String(row.page_id));
    }
    if (rows.length < PORTION) return;
    after = String(rows.at(-1)?.["row place"]);
  }
}

/** A whole string of JSON, a member's name or a value. */
const STRING = /"(?:[^"\\]|\\.)*"/g;

/** JSON is cleaned string by string: a word behind an escape is not seen in its text, and all else stays as it is. */
function clean(value: unknown, type: Table["columns"][number]["type"], redactor: Redactor): unknown {
  if (typeof value !== "string") return redactor.deep(value);
  if (type !== "jsonb" && !(/^[[{]/.test(value) && isJson(value))) return redactor.text(value);
  return value.replace(STRING, (literal) => {
    const said = JSON.parse(literal) as string;
    const cleaned = redactor.text(said);
    return cleaned === said ? literal : JSON.stringify(cleaned);
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** As text first: the client would else write JSON a second time. */
const cast = (type: Table["columns"][number]["type"], no: number) =>
  type === "jsonb" ? `$${no}::text::jsonb` : type === "_text" ? `$${no}::text[]` : `$${no}`;

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
