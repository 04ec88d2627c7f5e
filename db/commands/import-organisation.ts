import type { Ctx, Sql } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import type { OrganisationImportBody, OrganisationImported } from "@/lib/contract/organisation";
import { localDateOf } from "@/lib/time/boundaries";
import { bringOwnersIn } from "./bring-owners-in";
import { bringPeopleIn } from "./bring-people-in";
import { assertMayChange, settleChange, touchChanged } from "./change-organisation";
import type { Done, Options, Work } from "./organisation-words";

class RolledBack extends Error {}

/** What a file would do, tried out in a transaction that is rolled back. */
export async function previewOrganisation(ctx: Ctx, body: OrganisationImportBody): Promise<OrganisationImported> {
  assertMayChange(ctx);
  let imported: OrganisationImported | null = null;
  const tried = ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    imported = (await bringIn(sql, ctx, { ...body, origin: "file", importId: null })).imported;
    throw new RolledBack();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  if (!imported) throw new Error("a preview ended without a result");
  return imported;
}

/** Brings a file of the organisation in. The same file again changes nothing. */
export async function importOrganisation(ctx: Ctx, body: OrganisationImportBody): Promise<OrganisationImported> {
  assertMayChange(ctx);
  const imported = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const done = await bringIn(sql, ctx, { ...body, origin: "file", importId: null });
    if (done.changed.details !== null) await settleChange(sql, ctx, "organisation-changed", done.changed);
    return done.imported;
  });
  await recountTouched(ctx);
  return imported;
}

/** The sample's organisation: no person brings it in, and it goes with the sample's imports. */
export async function importSampleOrganisation(
  work: Work,
  body: OrganisationImportBody,
  importId: string,
): Promise<OrganisationImported> {
  return work.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${work.workspaceId})`;
    const { imported, changed } = await bringIn(sql, work, { ...body, origin: "sample", importId });
    await touchChanged(sql, work.workspaceId, changed);
    return imported;
  }) as Promise<OrganisationImported>;
}

async function bringIn(sql: Sql, work: Work, options: Options): Promise<Done> {
  const today = localDateOf(work.now, work.zone);
  return options.kind === "services"
    ? bringOwnersIn(sql, work.workspaceId, options, today)
    : bringPeopleIn(sql, work, options, today);
}
