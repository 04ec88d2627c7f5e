import type { Sql, WorkCtx } from "@/db/ctx";
import { changedKinds } from "@/db/queries/noise-trends";
import type { Scope } from "@/db/queries/period";
import { reportFacts } from "@/db/queries/report-facts";
import type { HourCounts } from "@/lib/contract/noise-report";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Verdict } from "@/lib/model/verdict";
import { signatureVerdict } from "@/lib/noise/signature-verdict";
import type { InterruptionTally, SignatureTally } from "@/lib/report/report-facts";
import { addDays, DAY_MS, localDateOf } from "@/lib/time/boundaries";
import {
  type AlertFacts,
  FLAG_THRESHOLDS,
  type Flag,
  type FlagRule,
  flagOf,
  type Gone,
  goneOf,
} from "@/lib/triage/flag";
import { lockMoves } from "./record-move";

type FlagCtx = WorkCtx & { now: Instant };

/** What is known of an alert beside its pages. */
type Known = { isDecided: boolean; cameBackAt: Instant | null; handledAt: Instant | null; waiting: FlagRule | null };

const UNKNOWN: Known = { isDecided: false, cameBackAt: null, handledAt: null, waiting: null };

/**
 * Puts alerts on the triage queue that want a decision, by their last 28 days, and takes those off that do so no longer,
 * each with the numbers. An alert counts as flagged from the moment this saw it, however old its history.
 */
export async function flagSignatures(ctx: FlagCtx): Promise<{ flagged: number; gone: number }> {
  const scope = scopeOf(ctx);
  const [facts, nights, words, trends] = await Promise.all([
    reportFacts(ctx, scope),
    noiseNights(ctx, scope),
    standingWords(ctx),
    changedKinds(ctx, scope),
  ]);
  const interruptions = groupBy(facts.interruptions, ({ signatureId }) => signatureId);
  const tallies = new Map(facts.signatures.map((tally) => [tally.id, tally]));
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    const known = await knownOf(sql, ctx.workspaceId);
    const flags: [string, Flag][] = [];
    const leaving: [string, Gone][] = [];
    for (const id of new Set([...tallies.keys(), ...known.keys()])) {
      const beside = known.get(id) ?? UNKNOWN;
      const alert: AlertFacts = {
        ...pagesFacts(tallies.get(id), interruptions.get(id) ?? [], words.get(id)),
        ...beside,
        nights: nights.get(id) ?? 0,
        trend: trends.get(id) ?? null,
      };
      const gone = beside.waiting && goneOf(alert, beside.waiting);
      const flag = beside.waiting ? null : flagOf(alert);
      if (flag) flags.push([id, flag]);
      if (gone) leaving.push([id, gone]);
    }
    await putOn(sql, ctx, flags);
    await takeOff(sql, ctx, leaving);
    return { flagged: flags.length, gone: leaving.length };
  })) as { flagged: number; gone: number };
}

/** Instants, not days: the last 28 days end now. */
function scopeOf({ now, zone }: FlagCtx): Scope {
  const range = { from: now - FLAG_THRESHOLDS.days * DAY_MS, to: now };
  return { range, zone, team: null, service: null, urgency: null, signature: null };
}

type PagesFacts = Omit<AlertFacts, "nights" | "trend" | "isDecided" | "cameBackAt" | "handledAt">;

function pagesFacts(
  tally: SignatureTally | undefined,
  interruptions: readonly InterruptionTally[],
  word: Verdict | undefined,
): PagesFacts {
  const counts = tally?.counts ?? { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };
  const inferred = signatureVerdict({ counts, reasons: tally?.reasons ?? {} });
  const noiseInterruptions: Omit<HourCounts, "total"> = { sleep: 0, off: 0, business: 0 };
  for (const { hourClass, verdict, interruptions: count } of interruptions)
    if (verdict === "noise") noiseInterruptions[hourClass] += count;
  return {
    word: word ?? null,
    verdict: inferred.verdict,
    pages: counts.actionable + counts.noise + counts.unclear + counts.unclassified,
    noisePages: counts.noise,
    actionablePages: counts.actionable,
    unclearPages: counts.unclear,
    noiseInterruptions,
    noiseProbability: 1 - inferred.probability,
  };
}

async function noiseNights({ sql, workspaceId }: FlagCtx, { range }: Scope): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; nights: number }[]>`
    select i.signature_id as id, count(distinct (i.person_id, i.night))::int as nights from interruptions i
    where i.workspace_id = ${workspaceId} and i.at >= ${new Date(range.from)} and i.at < ${new Date(range.to)}
      and i.verdict = 'noise' and i.night is not null
    group by 1`;
  return new Map(rows.map(({ id, nights }) => [id, nights]));
}

/** People's words on alerts that hold for a page that opens now. */
async function standingWords({ sql, workspaceId, now }: FlagCtx): Promise<Map<string, Verdict>> {
  const rows = await sql<{ id: string; verdict: Verdict }[]>`
    select distinct on (w.subject_id) w.subject_id as id, w.verdict from person_verdicts w
    left join label_gestures g on g.workspace_id = w.workspace_id and g.id = w.gesture_id
    where w.workspace_id = ${workspaceId} and w.subject = 'signature' and w.ended_at is null
      and (w.from_at is null or w.from_at <= ${new Date(now)}) and (w.until_at is null or ${new Date(now)} < w.until_at)
    order by w.subject_id, g.no desc nulls last, w.given_at desc nulls last, w.stored_at desc, w.id desc`;
  return new Map(rows.map(({ id, verdict }) => [id, verdict]));
}

async function knownOf(sql: Sql, workspaceId: number): Promise<Map<string, Known>> {
  const rows = await sql<
    { id: string; decided: boolean; came_back: Date | null; handled: Date | null; waiting: FlagRule | null }[]
  >`
    with decided as (
      select d.signature_id, bool_or(d.ended_at is null) as decided,
        max(w.settled_at) filter (where w.outcome in ('came-back', 'hid-something-real')) as came_back
      from decisions d
      left join watch_windows w on w.workspace_id = d.workspace_id and w.decision_id = d.id
      where d.workspace_id = ${workspaceId} group by 1
    ), flagged as (
      select signature_id, greatest(max(flagged_at), max(gone_at)) as handled,
        max(flagged_for ->> 'rule') filter (where decision_id is null and gone_at is null) as waiting
      from triage_items where workspace_id = ${workspaceId} group by 1
    )
    select coalesce(d.signature_id, f.signature_id) as id, coalesce(d.decided, false) as decided, d.came_back, f.handled,
      f.waiting
    from decided d full join flagged f on f.signature_id = d.signature_id`;
  return new Map(
    rows.map(({ id, decided, came_back: cameBack, handled, waiting }) => [
      id,
      {
        isDecided: decided,
        cameBackAt: cameBack?.getTime() ?? null,
        handledAt: handled?.getTime() ?? null,
        waiting,
      },
    ]),
  );
}

async function putOn(sql: Sql, { workspaceId, now, zone }: FlagCtx, flags: readonly [string, Flag][]): Promise<void> {
  const dueDate = addDays(localDateOf(now, zone), FLAG_THRESHOLDS.dueDays);
  const rows = flags.map(([id, { rule, numbers }]) => ({ id, flagged_for: { rule, ...numbers } }));
  await sql`
    insert into triage_items (workspace_id, signature_id, flagged_at, flagged_for, due_date)
    select ${workspaceId}, id, ${new Date(now)}, flagged_for, ${dueDate}
    from jsonb_to_recordset(${sql.json(rows)}) as f (id bigint, flagged_for jsonb)`;
}

/** What it was flagged for stays; beside it why it left, and by which numbers. */
async function takeOff(sql: Sql, { workspaceId, now }: FlagCtx, gone: readonly [string, Gone][]): Promise<void> {
  const rows = gone.map(([id, { because, numbers }]) => ({
    id,
    left: { leftFor: because, ...Object.fromEntries(Object.entries(numbers).map(([name, n]) => [`left ${name}`, n])) },
  }));
  await sql`
    update triage_items t set gone_at = ${new Date(now)}, flagged_for = t.flagged_for || g.left
    from jsonb_to_recordset(${sql.json(rows)}) as g (id bigint, "left" jsonb)
    where t.workspace_id = ${workspaceId} and t.signature_id = g.id and t.decision_id is null and t.gone_at is null`;
}
