import type { Ctx } from "@/db/ctx";
import type { VerdictCounts } from "@/lib/contract/noise-report";
import { groupBy } from "@/lib/model/group-by";
import type { HourClass } from "@/lib/model/interruption";
import type { Reason, Verdict } from "@/lib/model/verdict";
import {
  type AcknowledgeTally,
  type ComparedFacts,
  type InterruptionTally,
  type PersonTally,
  type ReportFacts,
  type SignatureCount,
  type SignatureTally,
  TREND_SLICES,
} from "@/lib/report/report-facts";
import { equalSlices } from "@/lib/report/tally-report";
import {
  interruptionsAndNights,
  interruptionsInScope,
  interruptionsOf,
  isCounted,
  nightBegan,
  pagesInScope,
} from "./in-scope";
import type { Scope } from "./period";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** Counts everything the noise report is made of. */
export async function reportFacts(ctx: Reader, scope: Scope): Promise<ReportFacts> {
  const [signatures, interruptions, acknowledge, people] = await Promise.all([
    signatureTallies(ctx, scope),
    interruptionTallies(ctx, scope),
    acknowledgeTally(ctx, scope),
    personTallies(ctx, scope),
  ]);
  return {
    signatures,
    interruptions,
    acknowledge,
    disruptedNights: people.reduce((sum, { nights }) => sum + nights, 0),
    peopleWoken: people.filter(({ nights }) => nights > 0).length,
    people,
  };
}

/** What a period comes to that is only compared with: its totals, and the pages of each alert. */
export async function comparedFacts(ctx: Reader, scope: Scope): Promise<ComparedFacts> {
  const [signatures, interruptions, acknowledge, nights] = await Promise.all([
    signatureCounts(ctx, scope),
    interruptionTallies(ctx, scope),
    acknowledgeTally(ctx, scope),
    disruptedNights(ctx, scope),
  ]);
  return { signatures, interruptions, acknowledge, ...nights };
}

type SignatureRecord = Omit<SignatureTally, "counts" | "reasons" | "lastPagedAt" | "personVerdict" | "trend"> & {
  /** Pages by slice, from 1; empty ones are missing. */
  trend: Readonly<Record<string, number>> | null;
  actionable: number;
  noise: number;
  unclear: number;
  unclassified: number;
  test: number;
  reasons: Partial<Record<Reason, number>> | null;
  last_paged_at: Date;
  person_verdict: Verdict | null;
  person_reason: Reason | null;
};

/** Of all alerts with pages in scope, or of some of them. */
export async function signatureTallies(
  ctx: Reader,
  scope: Scope,
  only: readonly string[] | null = null,
): Promise<SignatureTally[]> {
  const { sql, workspaceId } = ctx;
  const bounds = equalSlices(scope.range, TREND_SLICES).map((at) => new Date(at).toISOString());
  const rows = await sql<SignatureRecord[]>`
    with cells as (
      select p.signature_id, coalesce(p.verdict, 'unclassified') as verdict, p.reason,
        width_bucket(p.triggered_at, ${bounds}::timestamptz[]) as slice, count(*)::int as pages,
        max(p.triggered_at) as last_paged_at
      from pages p where ${pagesInScope(ctx, scope)}
        ${only === null ? sql`` : sql`and p.signature_id = any(${only as string[]}::bigint[])`}
      group by 1, 2, 3, 4
    ), sums as (
      select signature_id, max(last_paged_at) as last_paged_at,
        ${sumWhere(sql, sql`verdict = 'actionable'`)} as actionable,
        ${sumWhere(sql, sql`verdict = 'noise' and reason is distinct from 'test'`)} as noise,
        ${sumWhere(sql, sql`verdict = 'unclear'`)} as unclear,
        ${sumWhere(sql, sql`verdict = 'unclassified'`)} as unclassified,
        ${sumWhere(sql, sql`reason = 'test'`)} as test
      from cells group by signature_id
    ), by_reason as (
      select signature_id, jsonb_object_agg(reason, pages) as reasons
      from (select signature_id, reason, sum(pages)::int as pages from cells where reason is not null group by 1, 2) r
      group by signature_id
    ), by_slice as (
      select signature_id, jsonb_object_agg(slice, pages) as trend
      from (
        select signature_id, slice, sum(pages)::int as pages from cells
        where reason is distinct from 'test' group by 1, 2) t
      group by signature_id
    )
    select s.id, s.signature, s.provider, s.service, last.team,
      case when s.kind = 'title' then s.key else last.title end || coalesce(' · ' || s.part, '') as title, sums.last_paged_at,
      sums.actionable, sums.noise, sums.unclear, sums.unclassified, sums.test, by_reason.reasons, by_slice.trend,
      v.verdict as person_verdict, v.reason as person_reason
    from sums
    join signatures s on s.workspace_id = ${workspaceId} and s.id = sums.signature_id
    left join by_reason on by_reason.signature_id = sums.signature_id
    left join by_slice on by_slice.signature_id = sums.signature_id
    left join lateral (
      select w.verdict, w.reason from person_verdicts w
      left join label_gestures g on g.workspace_id = w.workspace_id and g.id = w.gesture_id
      where w.workspace_id = ${workspaceId} and w.subject = 'signature' and w.subject_id = s.id and w.ended_at is null
        and (w.from_at is null or w.from_at <= sums.last_paged_at)
        and (w.until_at is null or sums.last_paged_at < w.until_at)
      order by g.no desc nulls last, w.given_at desc nulls last, w.stored_at desc, w.id desc limit 1) v on true
    cross join lateral (
      select p.title, p.team from pages p
      where p.workspace_id = ${workspaceId} and p.signature_id = s.id and p.triggered_at = sums.last_paged_at
      order by p.page_key limit 1) last`;
  return rows.map(signatureTally);
}

function sumWhere(sql: Reader["sql"], condition: ReturnType<Reader["sql"]>) {
  return sql`coalesce(sum(pages) filter (where ${condition}), 0)::int`;
}

function signatureTally(row: SignatureRecord): SignatureTally {
  const { id, signature, title, provider, service, team, reasons, person_verdict: verdict } = row;
  const { actionable, noise, unclear, unclassified, test } = row;
  const slices = row.trend ?? {};
  return {
    id,
    signature,
    title,
    provider,
    service,
    team,
    counts: { actionable, noise, unclear, unclassified, test },
    reasons: reasons ?? {},
    lastPagedAt: row.last_paged_at.getTime(),
    trend: Array.from({ length: TREND_SLICES }, (_, slice) => slices[String(slice + 1)] ?? 0),
    personVerdict: verdict === null ? null : { verdict, reason: row.person_reason },
  };
}

/** Counts by verdict alone. */
async function signatureCounts(ctx: Reader, scope: Scope): Promise<SignatureCount[]> {
  const rows = await ctx.sql<{ id: string; verdict: keyof VerdictCounts; pages: number }[]>`
    select p.signature_id as id,
      case when p.reason = 'test' then 'test' else coalesce(p.verdict, 'unclassified') end as verdict, count(*)::int as pages
    from pages p where ${pagesInScope(ctx, scope)} group by 1, 2`;
  return [...groupBy(rows, ({ id }) => id)].map(([id, mine]) => {
    const counts = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };
    for (const { verdict, pages } of mine) counts[verdict] = pages;
    return { id, counts };
  });
}

async function interruptionTallies(ctx: Reader, scope: Scope): Promise<InterruptionTally[]> {
  const { sql } = ctx;
  const rows = await sql<
    { signature_id: string; hour_class: HourClass; verdict: Verdict | null; interruptions: number; estimated: number }[]
  >`
    select i.signature_id, i.hour_class, i.verdict, count(*)::int as interruptions,
      count(*) filter (where i.estimated)::int as estimated
    from ${interruptionsOf(ctx, scope)} where ${interruptionsInScope(ctx, scope)}
    group by 1, 2, 3`;
  return rows.map(({ signature_id: id, hour_class: hourClass, ...row }) => ({ signatureId: id, hourClass, ...row }));
}

async function disruptedNights(ctx: Reader, scope: Scope): Promise<{ disruptedNights: number; peopleWoken: number }> {
  const [row] = await ctx.sql<{ nights: number; people: number }[]>`
    select count(distinct (i.person_id, i.night))::int as nights, count(distinct i.person_id)::int as people
    from ${interruptionsOf(ctx, scope)} where ${interruptionsAndNights(ctx, scope)} and ${nightBegan(ctx, scope)}`;
  return { disruptedNights: row?.nights ?? 0, peopleWoken: row?.people ?? 0 };
}

/** Pages nobody acknowledged are counted beside the times, never in them. */
async function acknowledgeTally(ctx: Reader, scope: Scope): Promise<AcknowledgeTally> {
  const [row] = await ctx.sql<
    {
      median: number | null;
      p95: number | null;
      mean: number | null;
      acknowledged: number;
      never: number;
      unknown: number;
    }[]
  >`
    select percentile_cont(0.5) within group (order by p.seconds_to_acknowledge) as median,
      percentile_cont(0.95) within group (order by p.seconds_to_acknowledge) as p95,
      avg(p.seconds_to_acknowledge)::float8 as mean,
      count(p.seconds_to_acknowledge)::int as acknowledged,
      count(*) filter (where p.seconds_to_acknowledge is null and p.knows_acknowledgements)::int as never,
      count(*) filter (where p.seconds_to_acknowledge is null and not p.knows_acknowledgements)::int as unknown
    from pages p where ${pagesInScope(ctx, scope)} and p.reason is distinct from 'test'`;
  return {
    medianSeconds: row?.median ?? null,
    p95Seconds: row?.p95 ?? null,
    meanSeconds: row?.mean ?? null,
    acknowledged: row?.acknowledged ?? 0,
    neverAcknowledged: row?.never ?? 0,
    notKnown: row?.unknown ?? 0,
  };
}

async function personTallies(ctx: Reader, scope: Scope): Promise<PersonTally[]> {
  return ctx.sql<PersonTally[]>`
    with mine as (
      select i.person_id, i.at, i.page_id, i.page_count, i.hour_class, i.verdict, i.night, i.estimated,
        ${isCounted(ctx, scope)} as counted, ${nightBegan(ctx, scope)} as began
      from ${interruptionsOf(ctx, scope)} where ${interruptionsAndNights(ctx, scope)}
    ), theirs as (
      select person_id, page_id from mine where counted
      union
      select m.person_id, ip.page_id from mine m
      join interruption_pages ip on ip.workspace_id = ${ctx.workspaceId} and ip.person_id = m.person_id and ip.at = m.at
      where m.page_count > 1 and m.counted
    ), paged as (
      select person_id, count(*)::int as pages from theirs group by person_id
    ), woken as (
      select person_id, count(*)::int as nights
      from (select distinct person_id, night from mine where began) n group by person_id
    ), sums as (
      select person_id, count(*) filter (where counted and hour_class = 'sleep')::int as sleep,
        count(*) filter (where counted and hour_class = 'off')::int as off,
        count(*) filter (where counted and hour_class = 'business')::int as business,
        count(*) filter (where counted and verdict = 'noise')::int as noise,
        count(*) filter (where counted and estimated)::int as estimated
      from mine group by person_id
    )
    select c.person_id as id, null as name, w.time_zone as zone, coalesce(paged.pages, 0)::int as pages,
      c.sleep, c.off, c.business, c.noise, coalesce(woken.nights, 0)::int as nights, c.estimated
    from sums c
    join people w on w.workspace_id = ${ctx.workspaceId} and w.id = c.person_id
    left join paged on paged.person_id = c.person_id
    left join woken on woken.person_id = c.person_id`;
}
