import { randomBytes } from "node:crypto";
import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { idFrom } from "@/db/queries/pages";
import { AppError } from "@/lib/errors";
import type { Mapping } from "@/lib/model/mapping";

/** A source of this provider that people chose for a file. */
export async function chosenSource(sql: Sql, workspaceId: number, id: string, provider: string): Promise<string> {
  const [source] = await sql<{ provider: string }[]>`
    select provider from sources
    where workspace_id = ${workspaceId} and id = ${idFrom(id, "source")} and deleted_at is null`;
  if (!source) throw new AppError("not-found", "There is no such source.");
  if (source.provider !== provider)
    throw new AppError("conflict", `This source is of ${source.provider}, and the file of ${provider}.`);
  return id;
}

type Mapped = {
  sourceId: string | null;
  sourceName: string | null;
  provider: string;
  mapping: Mapping;
  zone: string | null;
};

/** The source of a file that people mapped: its mapping is kept for the next one. */
export async function mappedSource(
  sql: Sql,
  workspaceId: number,
  { sourceId, sourceName, provider, mapping, zone }: Mapped,
): Promise<string> {
  if (sourceId === null && sourceName === null)
    throw new AppError("invalid", "Name the source that this file is of, so that its next file is read the same way.");
  await sql`select pg_advisory_xact_lock(hashtext('mapped sources'), ${workspaceId})`;
  const id =
    sourceId === null
      ? await sourceNamed(sql, workspaceId, provider, sourceName ?? "")
      : await chosenSource(sql, workspaceId, sourceId, provider);
  if (id === null) return newSource(sql, workspaceId, { provider, name: sourceName ?? "", mapping, zone });
  await sql`
    update sources set mapping = ${sql.json(mapping)}, zone = ${zone} where workspace_id = ${workspaceId} and id = ${id}`;
  return id;
}

async function sourceNamed(sql: Sql, workspaceId: number, provider: string, name: string): Promise<string | null> {
  const [source] = await sql<{ id: string }[]>`
    select id from sources
    where workspace_id = ${workspaceId} and provider = ${provider} and name = ${name} and deleted_at is null
    order by created_at, id limit 1`;
  return source?.id ?? null;
}

type NewSource = { provider: string; name: string; mapping: Mapping; zone: string | null };

/** Without a webhook; its path is made all the same, so that one can be added later. */
async function newSource(sql: Sql, workspaceId: number, { provider, name, mapping, zone }: NewSource): Promise<string> {
  const id = randomId();
  await sql`
    insert into sources (workspace_id, id, slug, name, provider, mapping, zone)
    values (${workspaceId}, ${id}, ${randomBytes(16).toString("base64url")}, ${name}, ${provider},
      ${sql.json(mapping)}, ${zone})`;
  return id;
}
