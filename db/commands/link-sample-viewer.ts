import type { Sql } from "@/db/ctx";
import { isSampleAlone } from "@/db/queries/sample-viewer";
import { appendAudit } from "./append-audit";

/** The first user of an installation that holds only the sample looks at it as this one of its people. */
export async function linkSampleViewer(sql: Sql, workspaceId: number, name: string): Promise<void> {
  await sql.begin(async (begun) => {
    const tx = begun as unknown as Sql;
    if (!(await isSampleAlone(tx, workspaceId))) return;
    const [linked] = await tx<{ userId: string; personId: string }[]>`
      update users u set person_id = p.id
      from (select id from people where workspace_id = ${workspaceId} and name = ${name} limit 1) p
      where u.workspace_id = ${workspaceId} and u.person_id is null
        and u.id = (select id from users where workspace_id = ${workspaceId} order by created_at, id limit 1)
      returning u.id as "userId", u.person_id as "personId"`;
    if (!linked) return;
    const { userId, personId } = linked;
    await appendAudit(
      tx,
      { workspaceId, viewer: null },
      { what: "viewer-linked", personIds: [personId], details: { userId, personId } },
    );
  });
}
