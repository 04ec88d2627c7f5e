import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Ctx, Sql } from "@/db/ctx";
import { arrivedOf } from "@/db/staging/arrived";
import { fileNamesSomebody } from "@/db/staging/file-names-somebody";

/** Imported files on the disk that hold one of these words. Read before anything is changed: they may be large. */
export async function filesNaming(
  { sql, workspaceId, dataDir }: Pick<Ctx, "sql" | "workspaceId" | "dataDir">,
  loose: string,
): Promise<string[]> {
  const rows = await sql<{ id: string; path: string; file_name: string }[]>`
    select id, path, file_name from imports where workspace_id = ${workspaceId} and not names_erased order by id`;
  // A letter before it may be the end of an escape.
  const expression = new RegExp(`(?:(?<![a-z0-9])|(?<=\\\\[nrt]|%[0-9a-f]{2}))(?:${loose})(?![a-z0-9])`, "is");
  const found: string[] = [];
  for (const { id, path, file_name: name } of rows) {
    const file = join(dataDir, path);
    if ((await arrivedOf(file)) !== null && (await fileNamesSomebody(file, name, expression))) found.push(id);
  }
  return found;
}

/** Marks imports that tell of somebody erased: their files go once they have ended. */
export async function markNamed(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<void> {
  await sql`
    update imports set names_erased = true
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
}

/** Takes the files away that name somebody erased and are not needed any more. Safe to repeat, as after a crash. */
export async function dropNamedFiles(sql: Sql, workspaceId: number, dataDir: string): Promise<number> {
  const rows = await sql<{ path: string }[]>`
    select path from imports
    where workspace_id = ${workspaceId} and names_erased and state in ('done', 'failed', 'undone')`;
  let dropped = 0;
  for (const { path } of rows) {
    if ((await arrivedOf(join(dataDir, path))) === null) continue;
    await rm(join(dataDir, path), { force: true });
    dropped += 1;
  }
  return dropped;
}
