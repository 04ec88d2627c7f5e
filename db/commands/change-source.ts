import type { Ctx, Sql } from "@/db/ctx";
import type { ChangeSourceBody, Proof } from "@/lib/contract/source";
import { AppError } from "@/lib/errors";
import { providers } from "@/lib/providers/index";
import { assertAdmin } from "./assert-admin";
import { assertProof, assertZone } from "./create-source";

type Row = { provider: string; header_name: string | null };

/** Changes what is given, and leaves the rest. */
export async function changeSource(ctx: Ctx, sourceId: string, change: ChangeSourceBody): Promise<void> {
  assertAdmin(ctx);
  assertZone(change.zone ?? null);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [source] = await sql<Row[]>`
      select provider, header_name from sources
      where workspace_id = ${ctx.workspaceId} and id = ${sourceId} and deleted_at is null for update`;
    if (!source) throw new AppError("not-found", "There is no such source.");
    await assertSecret(sql, ctx.workspaceId, sourceId, change.proof);
    const columns = columnsOf(sql, source, change);
    if (Object.keys(columns).length === 0) return;
    await sql`update sources set ${sql(columns)} where workspace_id = ${ctx.workspaceId} and id = ${sourceId}`;
  });
}

/** Without one of ours every delivery would be refused from then on; for a signing secret they wait. */
async function assertSecret(sql: Sql, workspaceId: number, sourceId: string, proof: Proof | undefined): Promise<void> {
  if (proof === undefined || proof === "signature") return;
  const [secret] = await sql`
    select id from source_secrets
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and kind = ${proof} limit 1`;
  if (!secret)
    throw new AppError("conflict", `There is no secret for ${proof} yet. Make one first, and give it to the sender.`);
}

/** Its address answers 410 from now on; what it told stays. */
export async function deleteSource(ctx: Ctx, sourceId: string): Promise<void> {
  assertAdmin(ctx);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const deleted = await sql`
      update sources set deleted_at = ${new Date(ctx.now)}
      where workspace_id = ${ctx.workspaceId} and id = ${sourceId} and deleted_at is null returning id`;
    if (deleted.length === 0) throw new AppError("not-found", "There is no such source.");
    await sql`delete from source_secrets where workspace_id = ${ctx.workspaceId} and source_id = ${sourceId}`;
  });
}

function columnsOf(sql: Sql, source: Row, change: ChangeSourceBody): Record<string, never> {
  const { name, paused, proof, headerName, timestampHeader, zone, mapping } = change;
  if (proof !== undefined) assertProof(providers.find(({ id }) => id === source.provider)?.webhook, proof);
  const header = headerName ?? (proof === "header" ? (source.header_name ?? "x-squelch-secret") : undefined);
  const columns = {
    name,
    paused,
    proof,
    zone,
    header_name: header,
    timestamp_header: timestampHeader,
    mapping: mapping ? sql.json(mapping) : mapping,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Record<
    string,
    never
  >;
}
