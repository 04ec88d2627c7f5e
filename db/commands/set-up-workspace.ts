import type { Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { SIGNATURE_VERSION } from "@/lib/ingest/signature-version";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";

/** The only workspace of an installation so far. */
export const FIRST_WORKSPACE = 1;

/** Makes the workspace and its first admin where there is none. */
export async function setUpWorkspace(sql: Sql, { zone }: { zone: string }): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${FIRST_WORKSPACE})`;
    await tx`
      insert into workspaces (id, name, time_zone, settings, signature_version)
      values (${FIRST_WORKSPACE}, 'Squelch', ${zone}, ${tx.json(DEFAULT_SETTINGS)}, ${SIGNATURE_VERSION}) on conflict do nothing`;
    await tx`
      insert into users (workspace_id, id, name, role) select ${FIRST_WORKSPACE}, ${randomId()}, 'Admin', 'admin'
      where not exists (select 1 from users where workspace_id = ${FIRST_WORKSPACE})`;
  });
}
