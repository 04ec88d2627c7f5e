import type { Ctx, Sql } from "@/db/ctx";
import { type Digest, digestInSight } from "@/db/queries/digests";
import type { DigestChange } from "@/lib/contract/digests";
import { AppError } from "@/lib/errors";
import { assertMayTarget } from "./add-digest";
import { appendAudit } from "./append-audit";
import { storedTarget } from "./digest-target";
import type { DigestTools } from "./digest-tools";

/** Where to, when, or whether at all. Times that are past by then are not made up for. */
export async function changeDigest(ctx: Ctx, id: string, change: DigestChange, tools: DigestTools): Promise<void> {
  const digest = await digestInSight(ctx, id);
  assertFits(digest, change);
  if (change.target) await assertMayTarget(ctx, { own: digest.ownerUserId !== null, target: change.target }, tools);
  const target = change.target ? storedTarget(id, change.target, tools) : digest;
  const time = change.time ?? null;
  const clock = time?.trigger === "clock" ? time : null;
  const { workspaceId, now } = ctx;
  const enabled = change.enabled ?? digest.enabled;
  const isAnother = change.target?.channel === "email" && change.target.address !== digest.address;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`
      update digests set channel = ${target.channel}, address = ${target.address}, sealed = ${target.sealed},
        shown = ${target.shown}, enabled = ${enabled}, runs_from = ${new Date(now)},
        unsubscribed_at = case when ${isAnother || target.channel !== "email"} then null else unsubscribed_at end
      where workspace_id = ${workspaceId} and id = ${id}`;
    if (time)
      await sql`
        update digests set trigger = ${time.trigger}, weekday = ${clock?.weekday ?? null}, minute = ${clock?.minute ?? null},
          zone = ${clock?.zone ?? digest.zone} where workspace_id = ${workspaceId} and id = ${id}`;
    if (!enabled) await skipWaiting(sql, workspaceId, id, "It was paused before it was sent.");
    const details = { digest: id, change: wordOf(change) };
    await appendAudit(sql, ctx, { what: "digest-changed", details });
  });
}

export async function skipWaiting(sql: Sql, workspaceId: number, id: string, said: string): Promise<void> {
  await sql`
    update digest_sends set state = 'skipped', said = ${said}, next_try_at = null
    where workspace_id = ${workspaceId} and digest_id = ${id} and state = 'waiting'`;
}

function assertFits({ kind, unsubscribedAt, address }: Digest, { time, enabled, target }: DigestChange): void {
  if (time && kind === "weekly" && (time.trigger !== "clock" || time.weekday === null))
    throw new AppError("invalid", "A weekly digest goes out on a day of the week.");
  const stays = target === undefined || (target.channel === "email" && target.address === address);
  if (enabled === true && unsubscribedAt !== null && stays)
    throw new AppError("conflict", "Its recipient wants no more of these. It can go to another address.");
}

function wordOf({ target, time, enabled }: DigestChange): string {
  if (target) return "sent elsewhere";
  if (time) return "at another time";
  return enabled === false ? "paused" : "resumed";
}
