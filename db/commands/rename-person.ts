import type { Sql } from "@/db/ctx";

type Table = { table: string; columns: { name: string; isArray: boolean }[] };

/** Identities go, users are unlinked, and the audit log keeps the ids that it was written with. */
const NOT_FACTS = ["people", "identities", "users", "audit", "tombstones"];

/**
 * Gives all facts of a person to another id, which has none of its own: whatever they sum up to stays. Which columns hold
 * people is read from the catalogue, so that a new table is not forgotten: by name they end in person_id or leader_id. In
 * the caller's transaction, under the lock of the workspace.
 */
export async function renamePerson(
  sql: Sql,
  workspaceId: number,
  { from, to, pages }: { from: string; to: string; pages: readonly string[] },
): Promise<void> {
  const updates = (await tablesOfPeople(sql)).map(updateOf);
  // One statement: each table is changed once, whatever its columns.
  await sql.unsafe(`with ${updates.map((update, no) => `t${no} as (${update})`).join(", ")} select`, [
    workspaceId,
    from,
    to,
  ]);
  await sql`
    update page_folds set packed = replace(packed, ${JSON.stringify(from)}, ${JSON.stringify(to)})
    where workspace_id = ${workspaceId} and page_id = any(${pages as string[]}::bigint[])`;
  await renameInMoves(sql, workspaceId, { from, to });
}

/** Moves hold rows as they were, ids as numbers in JSON: undoing one must not give an alert back to an id that is gone. */
async function renameInMoves(sql: Sql, workspaceId: number, { from, to }: { from: string; to: string }): Promise<void> {
  const theirs = `("[a-z_]*(?:person|leader)_id": )${from}(?![0-9])`;
  const renamed = (column: string) => sql`regexp_replace(${sql(column)}::text, ${theirs}, ${`\\1${to}`}, 'g')::jsonb`;
  await sql`
    update triage_moves set before = ${renamed("before")}, after = ${renamed("after")}
    where workspace_id = ${workspaceId} and (before::text ~ ${theirs} or after::text ~ ${theirs})`;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

function updateOf({ table, columns }: Table): string {
  const sets = columns.map(({ name, isArray }) => {
    const column = quoted(name);
    if (isArray) return `${column} = array_replace(${column}, $2::bigint, $3::bigint)`;
    return `${column} = case when ${column} = $2::bigint then $3::bigint else ${column} end`;
  });
  const theirs = columns.map(({ name, isArray }) =>
    isArray ? `$2::bigint = any(${quoted(name)})` : `${quoted(name)} = $2::bigint`,
  );
  return `update ${quoted(table)} set ${sets.join(", ")} where workspace_id = $1 and (${theirs.join(" or ")})`;
}

function tablesOfPeople(sql: Sql): Promise<Table[]> {
  return sql<Table[]>`
    select c.table_name as table,
      jsonb_agg(jsonb_build_object('name', c.column_name, 'isArray', c.udt_name = '_int8')) as columns
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    join information_schema.columns w on w.table_schema = c.table_schema and w.table_name = c.table_name
      and w.column_name = 'workspace_id'
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.udt_name in ('int8', '_int8')
      and c.column_name ~ '(^|_)(person|leader)_ids?$' and c.table_name <> all(${NOT_FACTS})
    group by 1 order by 1`;
}
