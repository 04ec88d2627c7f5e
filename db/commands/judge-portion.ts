import { createHash } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type Beyond, readAlerts } from "@/db/queries/alert-histories";
import { nearPages, tellDerived } from "@/db/staging/near-pages";
import { withRules } from "@/db/work-ctx";
import { type Alike, alike } from "@/lib/noise/habits";
import { judgeSignature, observe, readSignature } from "@/lib/noise/judge";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { JudgedRows, type Judging } from "./store-judged";

/** What habits are learnt from: these alerts as they are before anything is known of the habits of their team. */
export async function observePortion(
  ctx: WorkCtx,
  { alerts: portion, latest }: { alerts: readonly string[]; latest: number | null },
  beyond: Beyond,
): Promise<Alike[]> {
  const ruled = await withRules(ctx.sql, ctx);
  const { alerts } = await nearPages(ctx.sql, (sql) => readAlerts(sql, ruled, portion, beyond, latest));
  const observed: Alike[] = [];
  for (const { signatureId, history } of alerts)
    if (history.pages.length > 0) observed.push(alike(observe(readSignature(history, ruled.settings), signatureId)));
  return observed;
}

/** Judges those of some alerts that still wait. */
export async function judgePortion(ctx: WorkCtx, portion: readonly string[], beyond: Beyond): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Shared: portions are judged beside each other, while nobody changes what they read.
    const [, , signatures, ruled] = await Promise.all([
      // Sent now: what is sent after it waits behind it.
      sql`select pg_advisory_xact_lock_shared(${ctx.workspaceId})`.execute(),
      tellDerived(sql),
      takeSignatures(sql, ctx.workspaceId, portion),
      withRules(sql, ctx),
    ]);
    if (signatures.length > 0) await judgeAll(sql, ruled, signatures, beyond);
  });
}

/** In the transaction and under the lock of the caller. */
export async function judgeAll(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[], beyond: Beyond): Promise<void> {
  const [{ alerts, labels }, judging] = await Promise.all([
    readAlerts(sql, ctx, signatureIds, beyond),
    judgingOf(sql, ctx),
  ]);
  const rows = new JudgedRows(ctx.workspaceId, labels, judging);
  for (const alert of alerts) rows.add(alert, judgeSignature(alert.history, ctx.settings, alert.prior));
  await rows.store(sql, ctx);
}

/** With this program and these settings. */
async function judgingOf(sql: Sql, { workspaceId, settings }: WorkCtx): Promise<Judging> {
  const hash = createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 16);
  const known = () => sql<{ id: number }[]>`
    select id from judgings
    where workspace_id = ${workspaceId} and classifier_version = ${CLASSIFIER_VERSION} and settings_hash = ${hash}`;
  let [row] = await known();
  if (!row) {
    await sql`
      insert into judgings (workspace_id, classifier_version, settings_hash)
      values (${workspaceId}, ${CLASSIFIER_VERSION}, ${hash}) on conflict do nothing`;
    [row] = await known();
  }
  if (!row) throw new Error("what it is judged with is not kept");
  return { id: row.id, classifierVersion: CLASSIFIER_VERSION, settingsHash: hash };
}

/** Those of a portion that still wait: another instance may have judged them. In one order, so that nobody waits crosswise. */
async function takeSignatures(sql: Sql, workspaceId: number, portion: readonly string[]): Promise<string[]> {
  const rows = await sql<{ signature_id: string }[]>`
    with taken as materialized (
      select signature_id from dirty_signatures
      where workspace_id = ${workspaceId} and signature_id = any(${portion as string[]}::bigint[])
      order by signature_id for update
    )
    delete from dirty_signatures d using taken t
    where d.workspace_id = ${workspaceId} and d.signature_id = t.signature_id returning d.signature_id`;
  return rows.map((row) => row.signature_id);
}
