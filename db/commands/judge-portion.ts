import { createHash } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type Beyond, readAlerts } from "@/db/queries/alert-histories";
import { nearPages, tellDerived } from "@/db/staging/near-pages";
import { withRules } from "@/db/work-ctx";
import { type Alike, alike } from "@/lib/noise/habits";
import { judgeSignature, observe, readSignature } from "@/lib/noise/judge";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { JudgedRows } from "./store-judged";

/** What habits are learnt from: these alerts as they are before anything is known of the habits of their team. */
export async function observePortion(ctx: WorkCtx, portion: readonly string[], beyond: Beyond): Promise<Alike[]> {
  const ruled = await withRules(ctx.sql, ctx);
  const { alerts } = await nearPages(ctx.sql, (sql) => readAlerts(sql, ruled, portion, beyond));
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
  const { alerts, labels } = await readAlerts(sql, ctx, signatureIds, beyond);
  const settingsHash = createHash("sha256").update(JSON.stringify(ctx.settings)).digest("hex").slice(0, 16);
  const rows = new JudgedRows(ctx.workspaceId, labels, { classifierVersion: CLASSIFIER_VERSION, settingsHash });
  for (const alert of alerts) rows.add(alert, judgeSignature(alert.history, ctx.settings, alert.prior));
  await rows.store(sql, ctx);
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
