import type { Ctx } from "@/db/ctx";
import type { HourCounts, VerdictCounts } from "@/lib/contract/noise-report";
import type { HourClass } from "@/lib/model/interruption";
import { hourCounts } from "@/lib/report/assemble-report";
import type { WeekAlert, WeekFacts } from "@/lib/report/assemble-week";
import type { InterruptionTally } from "@/lib/report/report-facts";
import { localDatesOf } from "@/lib/time/range";
import { interruptionsAndNights, interruptionsOf, isCounted, nightBegan, pagesInScope } from "./in-scope";
import type { Scope } from "./period";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** Somebody whom an alert interrupted. */
type Rung = { alert: string; personId: string };

export type CountedWeek = WeekFacts & {
  rung: readonly Rung[];
  /** Whom the week before interrupted, whatever by. */
  rungBefore: readonly string[];
  /** Of the people whom the week interrupted. */
  withoutZone: number;
};

/** A week and the week before it, which ends where it begins. */
export async function weekFacts(ctx: Reader, scope: Scope, before: Scope): Promise<CountedWeek> {
  const both = { ...scope, range: { from: before.range.from, to: scope.range.to } };
  const [counts, earlier, interruptions] = await Promise.all([
    alertCounts(ctx, scope),
    comparedPages(ctx, before),
    interruptionFacts(ctx, scope, both),
  ]);
  const tallies = new Map(interruptions.alerts.map(({ id, ...hours }) => [id, talliesOf(id, hours)]));
  const alerts = counts.map(({ id, ...own }): WeekAlert => {
    return { id, counts: own, previousPages: earlier.pages[id] ?? 0, interruptions: tallies.get(id) ?? [] };
  });
  return {
    alerts,
    now: { counts: sumOf(alerts.map(({ counts }) => counts)), ...peopleOf(interruptions, true) },
    before: { counts: { ...NO_PAGES, ...earlier.counts }, ...peopleOf(interruptions, false) },
    rung: interruptions.rung.flatMap(({ personId, alerts: by }) => by.map((alert) => ({ alert, personId }))),
    rungBefore: interruptions.rungBefore,
    withoutZone: interruptions.withoutZone,
  };
}

const NO_PAGES: VerdictCounts = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };

function sumOf(all: readonly VerdictCounts[]): VerdictCounts {
  const sum = { ...NO_PAGES };
  for (const counts of all) for (const key of Object.keys(sum) as (keyof VerdictCounts)[]) sum[key] += counts[key];
  return sum;
}

type AlertCounts = VerdictCounts & { id: string };

/** Of alerts with a page in scope. One value: thousands of rows are read faster so than one by one. */
async function alertCounts(ctx: Reader, scope: Scope): Promise<AlertCounts[]> {
  const { sql } = ctx;
  const of = (verdict: keyof VerdictCounts) => sql`count(*) filter (where verdict = ${verdict}) as ${sql(verdict)}`;
  const [row] = await sql<{ alerts: AlertCounts[] }[]>`
    with mine as (${judgedPages(ctx, scope)}), alerts as (
      select signature_id::text as id, ${of("actionable")}, ${of("noise")}, ${of("unclear")}, ${of("unclassified")},
        ${of("test")}
      from mine group by signature_id
    )
    select coalesce(json_agg(a), '[]') as alerts from alerts a`;
  return row?.alerts ?? [];
}

type Compared = { counts: Partial<VerdictCounts>; pages: Readonly<Record<string, number>> };

/** What is only compared with: by verdict, and by alert the pages that count. */
async function comparedPages(ctx: Reader, scope: Scope): Promise<Compared> {
  const [row] = await ctx.sql<Compared[]>`
    with mine as materialized (${judgedPages(ctx, scope)})
    select coalesce((
        select json_object_agg(verdict, pages) from (select verdict, count(*) as pages from mine group by 1) v), '{}') as counts,
      coalesce((
        select json_object_agg(signature_id, pages)
        from (select signature_id, count(*) as pages from mine where verdict <> 'test' group by 1) a), '{}') as pages`;
  return row ?? { counts: {}, pages: {} };
}

function judgedPages(ctx: Reader, scope: Scope) {
  return ctx.sql`
    select p.signature_id, case when p.reason = 'test' then 'test' else coalesce(p.verdict, 'unclassified') end as verdict
    from pages p where ${pagesInScope(ctx, scope)}`;
}

type Hours = { [hour in HourClass]: number } & { [hour in `${HourClass}Noise`]: number };

type InterruptionFacts = {
  alerts: (Hours & { id: string })[];
  sums: { now: boolean; hourClass: HourClass; interruptions: number; estimated: number }[];
  nights: { now: boolean; nights: number }[];
  rung: { personId: string; alerts: string[] }[];
  rungBefore: string[];
  withoutZone: number;
};

async function interruptionFacts(ctx: Reader, scope: Scope, both: Scope): Promise<InterruptionFacts> {
  const { sql, workspaceId } = ctx;
  const dates = localDatesOf(both.range, both.zone) && localDatesOf(scope.range, scope.zone);
  const nightIsNow = dates ? sql`i.night >= ${dates.fromDate}` : sql`i.at >= ${new Date(scope.range.from)}`;
  const isNow = dates ? sql`i.local_date >= ${dates.fromDate}` : sql`i.at >= ${new Date(scope.range.from)}`;
  // Of people under a leader it is not alert by alert that they are told or not.
  const needsRung = scope.under === undefined;
  const of = (hour: HourClass) => sql`
    count(*) filter (where hour_class = ${hour} and verdict is distinct from 'noise') as ${sql(hour)},
    count(*) filter (where hour_class = ${hour} and verdict = 'noise') as ${sql(`${hour}Noise`)}`;
  const [row] = await sql<InterruptionFacts[]>`
    with mine as materialized (
      select i.signature_id, i.person_id, i.night, i.hour_class, i.verdict, i.estimated,
        ${isCounted(ctx, both)} as counted, ${isNow} as now,
        ${nightBegan(ctx, both)} as began, ${nightIsNow} as night_now
      from ${interruptionsOf(ctx, both)} where ${interruptionsAndNights(ctx, both)}
    ), alerts as (
      select signature_id::text as id, ${of("sleep")}, ${of("off")}, ${of("business")}
      from mine where counted and now group by signature_id
    ), sums as (
      select now, hour_class as "hourClass", count(*) as interruptions, count(*) filter (where estimated) as estimated
      from mine where counted group by 1, 2
    ), nights as (
      select night_now as now, count(*) as nights
      from (select distinct night_now, person_id, night from mine where began) n group by 1
    ), rung as (
      select person_id::text as "personId", json_agg(signature_id::text) as alerts
      from (select distinct person_id, signature_id from mine where counted and now or began and night_now) r group by person_id
    ), before as (
      select distinct person_id::text as id from mine where counted and not now or began and not night_now
    )
    select coalesce((select json_agg(a) from alerts a), '[]') as alerts,
      coalesce((select json_agg(s) from sums s), '[]') as sums,
      coalesce((select json_agg(n) from nights n), '[]') as nights,
      ${needsRung ? sql`coalesce((select json_agg(r) from rung r), '[]')` : sql`'[]'::json`} as rung,
      coalesce((select json_agg(id) from before), '[]') as "rungBefore",
      (select count(*)::int from people w where w.workspace_id = ${workspaceId} and w.time_zone is null
        and w.id in (select person_id from mine where counted and now)) as "withoutZone"`;
  if (!row) throw new Error("the database counted nothing");
  return row;
}

function talliesOf(signatureId: string, hours: Hours): InterruptionTally[] {
  const tally = (hourClass: HourClass, verdict: "noise" | null, interruptions: number): InterruptionTally[] =>
    interruptions === 0 ? [] : [{ signatureId, hourClass, verdict, interruptions, estimated: 0 }];
  return [
    ...tally("sleep", null, hours.sleep),
    ...tally("sleep", "noise", hours.sleepNoise),
    ...tally("off", null, hours.off),
    ...tally("off", "noise", hours.offNoise),
    ...tally("business", null, hours.business),
    ...tally("business", "noise", hours.businessNoise),
  ];
}

type PeopleSums = { interruptions: HourCounts; estimated: number; disruptedNights: number };

function peopleOf({ sums, nights }: InterruptionFacts, now: boolean): PeopleSums {
  const mine = sums.filter((one) => one.now === now);
  return {
    interruptions: hourCounts(mine),
    estimated: mine.reduce((sum, { estimated }) => sum + estimated, 0),
    disruptedNights: nights.find((one) => one.now === now)?.nights ?? 0,
  };
}
