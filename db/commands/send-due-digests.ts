import type { WorkCtx } from "@/db/ctx";
import type { Delivered } from "@/db/outbound/delivered";
import { asNobody, digestMessage } from "@/db/queries/digest-message";
import { type Digest, readDigests } from "@/db/queries/digests";
import { endedShift } from "@/db/queries/shift-to-judge";
import { AppError } from "@/lib/errors";
import type { SendState } from "@/lib/model/digest";
import type { Instant } from "@/lib/model/instant";
import { HOUR_MS } from "@/lib/time/boundaries";
import { lastDue } from "@/lib/time/due-times";
import { type Ready, readyDigest } from "./deliver-digest";
import type { DigestTools } from "./digest-tools";

const MINUTE_MS = 60_000;

export const DIGEST_LIMITS = {
  /** Later than so long after its time nobody expects it any more. */
  lateMs: 12 * HOUR_MS,
  /** To make a message, pictures included; and to hand it over. */
  prepareMs: 5 * MINUTE_MS,
  sendMs: 5 * MINUTE_MS,
  /** After each clear no, as Standard Webhooks proposes; what would be later than `lateMs` is given up. */
  againAfterMs: [5_000, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS],
} as const;

type Work = WorkCtx & { dataDir: string };

/**
 * Sends what is due, each once however many do so: a period has one row, the row is claimed by one, and it says that the
 * message may leave before it does. What nobody noted the outcome of is never sent again by itself. Returns how many left.
 */
export async function sendDueDigests(ctx: Work, clock: () => Instant, tools: DigestTools): Promise<number> {
  await noteLost(ctx, clock());
  const digests = new Map((await readDigests(ctx)).filter(({ enabled }) => enabled).map((one) => [one.id, one]));
  // What is wrong with one digest keeps no other back.
  const failures: unknown[] = [];
  for (const digest of digests.values())
    await noteDue(ctx, digest, clock(), tools).catch((error: unknown) => failures.push(error));
  let sent = 0;
  for (let claim = await claimNext(ctx, clock()); claim; claim = await claimNext(ctx, clock())) {
    const digest = digests.get(claim.digestId);
    // Made or let go on since: when its lease is over the next look has it.
    if (!digest) break;
    const left = carryOut(ctx, digest, claim, clock, tools);
    if (await left.catch((error: unknown) => void failures.push(error))) sent += 1;
  }
  if (failures.length > 0) throw failures[0];
  return sent;
}

/** Whoever was sending is gone, and did not say whether it had left. */
async function noteLost({ sql, workspaceId }: WorkCtx, now: Instant): Promise<void> {
  await sql`
    update digest_sends set state = 'unknown', leased_until = null,
      said = 'Squelch stopped while it was being sent: whether it arrived is not known.'
    where workspace_id = ${workspaceId} and state = 'sending' and leased_until < ${new Date(now)}`;
}

async function noteDue(ctx: Work, digest: Digest, now: Instant, tools: DigestTools): Promise<void> {
  const at = await dueAt(ctx, digest, now);
  if (at === null || at < digest.runsFrom || (await isNoted(ctx, digest, at))) return;
  const period = await periodOf(ctx, digest, at, tools);
  const isLate = now - at > DIGEST_LIMITS.lateMs;
  const said = isLate ? "Squelch did not run at its time, nor in the 12 hours after it." : null;
  await ctx.sql`
    insert into digest_sends (workspace_id, digest_id, period, due_at, state, next_try_at, said)
    values (${ctx.workspaceId}, ${digest.id}, ${period}, ${new Date(at)}, ${isLate ? "skipped" : "waiting"},
      ${isLate ? null : new Date(at)}, ${said})
    on conflict do nothing`;
}

/** The latest time at which it was due. */
async function dueAt(ctx: Work, digest: Digest, now: Instant): Promise<Instant | null> {
  const { minute, weekday, zone } = digest;
  if (minute !== null) return lastDue({ weekday, minute, zone }, now).at;
  return (await endedShift(ctx, digest, now))?.to ?? null;
}

async function isNoted({ sql, workspaceId }: Work, { id }: Digest, at: Instant): Promise<boolean> {
  const rows = await sql`
    select from digest_sends where workspace_id = ${workspaceId} and digest_id = ${id} and due_at >= ${new Date(at)} limit 1`;
  return rows.length > 0;
}

/** A report goes out once however its time is changed meanwhile. */
export async function periodOf(ctx: Work, digest: Digest, at: Instant, tools: DigestTools): Promise<string> {
  if (digest.kind === "weekly") return tools.weekAt(asNobody(ctx, at, ctx.dataDir), digest.team, at);
  return new Date(at).toISOString();
}

type Claim = { digestId: string; period: string; dueAt: Date; attempts: number };

/** One statement; its row is nobody else's until the lease is over. */
async function claimNext({ sql, workspaceId }: Work, now: Instant): Promise<Claim | null> {
  // As a subquery it could be run again for each row of the table, and each time lock the next one.
  const [claim] = await sql<Claim[]>`
    with next as materialized (
      select x.digest_id, x.period from digest_sends x
      join digests d on d.workspace_id = x.workspace_id and d.id = x.digest_id and d.enabled
      where x.workspace_id = ${workspaceId} and ((x.state = 'waiting' and x.next_try_at <= ${new Date(now)})
        or (x.state = 'preparing' and x.leased_until < ${new Date(now)}))
      order by x.due_at, x.digest_id limit 1 for update of x skip locked)
    update digest_sends s set state = 'preparing', attempts = s.attempts + 1, next_try_at = null,
      leased_until = ${new Date(now + DIGEST_LIMITS.prepareMs)}
    from next
    where s.workspace_id = ${workspaceId} and s.digest_id = next.digest_id and s.period = next.period
    returning s.digest_id as "digestId", s.period, s.due_at as "dueAt", s.attempts`;
  return claim ?? null;
}

type Made = { ready: Ready | null } | { failed: unknown };

/** Whether it left. */
async function carryOut(
  work: Work,
  digest: Digest,
  claim: Claim,
  clock: () => Instant,
  tools: DigestTools,
): Promise<boolean> {
  if (clock() - claim.dueAt.getTime() > DIGEST_LIMITS.lateMs) {
    const said = "It could not be sent within 12 hours of its time.";
    await settle(work, claim, "preparing", { state: "skipped", said });
    return false;
  }
  const made = await make(work, digest, claim, clock(), tools);
  if ("failed" in made) {
    await settle(work, claim, "preparing", notMade(made.failed, claim, clock()));
    if (made.failed instanceof AppError) return false;
    throw made.failed;
  }
  if (made.ready === null) await settle(work, claim, "preparing", { state: "nothing", said: null });
  if (made.ready === null || !(await beginSending(work, claim, clock()))) return false;
  const delivered = await made.ready.send();
  await settle(work, claim, "sending", outcomeOf(delivered, claim, clock(), made.ready.notes));
  return delivered.kind === "sent";
}

async function make(work: Work, digest: Digest, claim: Claim, now: Instant, tools: DigestTools): Promise<Made> {
  const ctx = asNobody(work, now, work.dataDir);
  const about = { period: claim.period, dueAt: claim.dueAt.getTime() };
  try {
    const message = await digestMessage(ctx, digest, about, tools);
    const week = digest.kind === "weekly" ? claim.period : null;
    const key = `${work.workspaceId} ${digest.id} ${claim.period}`;
    return { ready: message && (await readyDigest(ctx, digest, message, tools, { key, week, test: false })) };
  } catch (failed) {
    return { failed };
  }
}

/** From here on it may have left. False where somebody else has it by now. */
async function beginSending(
  { sql, workspaceId }: Work,
  { digestId, period, attempts }: Claim,
  now: Instant,
): Promise<boolean> {
  const rows = await sql`
    update digest_sends set state = 'sending', leased_until = ${new Date(now + DIGEST_LIMITS.sendMs)}
    where workspace_id = ${workspaceId} and digest_id = ${digestId} and period = ${period} and state = 'preparing'
      and attempts = ${attempts}`;
  return rows.count === 1;
}

type Outcome = { state: SendState; said: string | null; nextTryAt?: Instant; sentAt?: Instant };

/**
 * Only by who holds the claim. An outcome that comes late counts still, also where the lease was over and it was taken for
 * lost, or somebody asked for another try that has not begun.
 */
async function settle(
  { sql, workspaceId }: Work,
  { digestId, period, attempts }: Claim,
  from: "preparing" | "sending",
  { state, said, nextTryAt, sentAt }: Outcome,
): Promise<void> {
  const states = from === "preparing" ? ["preparing"] : ["sending", "unknown", "waiting"];
  await sql`
    update digest_sends set state = ${state}, said = ${said}, leased_until = null,
      next_try_at = ${nextTryAt === undefined ? null : new Date(nextTryAt)},
      sent_at = ${sentAt === undefined ? null : new Date(sentAt)}
    where workspace_id = ${workspaceId} and digest_id = ${digestId} and period = ${period} and attempts = ${attempts}
      and state = any(${states}::text[])`;
}

function outcomeOf(delivered: Delivered, claim: Claim, now: Instant, notes: readonly string[]): Outcome {
  switch (delivered.kind) {
    case "sent":
      return { state: "sent", sentAt: now, said: notes.join(" ") || null };
    case "unknown":
      return { state: "unknown", said: delivered.why };
    case "refused":
      return delivered.mayRetry
        ? again(delivered.why, claim, now, delivered.retryAfterMs)
        : { state: "failed", said: delivered.why };
  }
}

/** Words of ours are for people; of a bug they are in the log only. */
function notMade(error: unknown, claim: Claim, now: Instant): Outcome {
  const why = error instanceof AppError ? error.message : "An error of Squelch, which its log tells in full.";
  return again(why, claim, now, null);
}

function again(said: string, { attempts, dueAt }: Claim, now: Instant, askedMs: number | null): Outcome {
  const own = DIGEST_LIMITS.againAfterMs[attempts - 1];
  const nextTryAt = now + Math.max(own ?? 0, askedMs ?? 0);
  if (own === undefined || nextTryAt - dueAt.getTime() > DIGEST_LIMITS.lateMs) return { state: "failed", said };
  return { state: "waiting", nextTryAt, said };
}
