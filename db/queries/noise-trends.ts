import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import {
  type CandidateChange,
  type OneTrend,
  type SignatureTrend,
  TREND_KINDS,
  type Trends,
} from "@/lib/contract/trends";
import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import { type AlertScope, changesByScope } from "@/lib/noise/change-scope";
import { type DailyRate, TREND_THRESHOLDS, type Trend, type TrendOptions, trendOf } from "@/lib/noise/trend";
import { changesNear, type NearChange } from "./changes-near";
import { asked } from "./in-scope";
import { movedSignature } from "./moved-signature";
import { idFrom } from "./pages";
import { rangeOf, type Scope, scopeOf } from "./period";

const DAY_MS = 86_400_000;

/** How far back rates are compared. Its one older page, where there is one, says how long an alert was silent before. */
const LOOK_BACK_DAYS = 180;

const REACH_MS = TREND_THRESHOLDS.candidateDays * DAY_MS;

/** What became new, louder, quieter or gone by the end of the range, of everything in the filter. */
export async function noiseTrends(ctx: Ctx, filter: NoiseFilter): Promise<Trends> {
  return trendsIn(ctx, scopeOf(ctx, filter));
}

/** The same of a scope. */
export async function trendsIn(ctx: Ctx, scope: Scope): Promise<Trends> {
  const { alerts, changed } = await changedAlerts(ctx, scope);
  return {
    range: rangeOf(scope),
    trends: changed.map(({ view }) => view).sort(byLoudness),
    signatures: alerts,
    days: LOOK_BACK_DAYS,
  };
}

/** The same of one alert, with the changes near it. */
export async function signatureTrend(ctx: Ctx, text: string, filter: NoiseFilter): Promise<OneTrend> {
  const given = idFrom(text, "alert");
  const id = (await movedSignature(ctx, given)) ?? given;
  const scope: Scope = { ...scopeOf(ctx, filter), team: null, service: null, urgency: null, signature: id };
  const { changed } = await changedAlerts(ctx, scope);
  const [found] = changed;
  return { range: rangeOf(scope), trend: found?.view ?? null, near: found?.near ?? [], days: LOOK_BACK_DAYS };
}

/** The same by alert, and no more than its kind. */
export async function changedKinds(ctx: Reader, scope: Scope): Promise<Map<string, SignatureTrend["kind"]>> {
  const alerts = await alertsOf(ctx, scope, scope.range.to);
  return new Map(
    alerts.flatMap((alert): [string, SignatureTrend["kind"]][] => {
      const { kind } = trendOf(alert.times, [], scope.range.to, optionsOf(alert, scope.zone));
      return kind === "steady" ? [] : [[alert.id, kind]];
    }),
  );
}

type Reader = Pick<Ctx, "sql" | "workspaceId">;

type Alert = AlertScope & { id: string; name: string; times: Instant[]; knownSince: Instant | null };

type Changed = { view: SignatureTrend; near: CandidateChange[] };

async function changedAlerts(ctx: Ctx, scope: Scope): Promise<{ alerts: number; changed: Changed[] }> {
  const until = Math.min(ctx.now, scope.range.to);
  const alerts = await alertsOf(ctx, scope, until);
  const moved = alerts.flatMap((alert) => {
    const trend = trendOf(alert.times, [], until, optionsOf(alert, scope.zone));
    return trend.since === null ? [] : [{ alert, since: trend.since }];
  });
  const from = Math.min(...moved.map(({ since }) => since.from)) - REACH_MS;
  const to = Math.max(...moved.map(({ since }) => since.to)) + REACH_MS;
  const changes = moved.length === 0 ? [] : await changesNear(ctx.sql, ctx.workspaceId, null, from, to + 1);
  const touching = changesByScope(changes);
  const changed = moved.flatMap(({ alert, since }): Changed[] => {
    // They come out as they went in, with their names.
    const mine = touching(alert) as readonly NearChange[];
    const trend = trendOf(alert.times, mine, until, optionsOf(alert, scope.zone));
    const near = mine.filter(({ startsAt }) => startsAt >= since.from - REACH_MS && startsAt <= since.to + REACH_MS);
    const view = viewOf(alert, trend);
    return view ? [{ view, near: near.map(changeView) }] : [];
  });
  return { alerts: alerts.length, changed };
}

function optionsOf({ knownSince }: Alert, zone: string): TrendOptions {
  return { knownSince, zone };
}

type Row = {
  id: string;
  name: string;
  service: string | null;
  team: string | null;
  environment: string | null;
  rule: string | null;
  title: string | null;
  times: number[];
  earlier: Date | null;
  provider_since: Date;
};

/** Alerts that paged in the time looked back on. Tests say nothing of how loud an alert is. */
async function alertsOf(ctx: Reader, scope: Scope, until: Instant): Promise<Alert[]> {
  const { sql, workspaceId } = ctx;
  const start = until - LOOK_BACK_DAYS * DAY_MS;
  const rows = await sql<Row[]>`
    with seen as (
      select p.signature_id, array_agg(extract(epoch from p.triggered_at)::float8 * 1000) as times,
        max(p.triggered_at) as last_at
      from pages p
      where ${asked(ctx, scope)} and p.triggered_at >= ${new Date(start)} and p.triggered_at < ${new Date(until)}
        and p.reason is distinct from 'test'
      group by p.signature_id
    ), providers as (
      select s.provider, min(first.at) as since
      from (select distinct provider from signatures where workspace_id = ${workspaceId}) s
      cross join lateral (
        select p.triggered_at as at from pages p where p.workspace_id = ${workspaceId} and p.provider = s.provider
        order by p.triggered_at limit 1) first
      group by s.provider
    )
    select s.id, s.service, s.environment, case when s.kind = 'rule' then s.key end as rule, last.title, last.team,
      case when s.kind = 'title' then s.key else coalesce(last.title, '(no title)') end || coalesce(' · ' || s.part, '') as name,
      seen.times, earlier.at as earlier, providers.since as provider_since
    from seen
    join signatures s on s.workspace_id = ${workspaceId} and s.id = seen.signature_id
    join providers on providers.provider = s.provider
    cross join lateral (
      select p.title, p.team from pages p
      where p.workspace_id = ${workspaceId} and p.signature_id = s.id and p.triggered_at = seen.last_at
      order by p.page_key limit 1) last
    left join lateral (
      select p.triggered_at as at from pages p
      where p.workspace_id = ${workspaceId} and p.signature_id = s.id and p.triggered_at < ${new Date(start)}
      order by p.triggered_at desc limit 1) earlier on true
    order by s.id`;
  return rows.map(({ times, earlier, provider_since: since, ...row }) => ({
    ...row,
    // Put in order here: the server would sort half a million of them on the disk.
    times: [...(earlier ? [earlier.getTime()] : []), ...times.sort((a, b) => a - b)],
    // What paged before is not new, however long ago that was.
    knownSince: earlier ? null : Math.max(since.getTime(), start),
  }));
}

function viewOf({ id, name, service, team }: Alert, trend: Trend): SignatureTrend | null {
  const { kind, since, before, after, ratio } = trend;
  if (kind === "steady" || since === null) return null;
  return {
    id,
    title: name,
    service,
    team,
    kind,
    since: { from: iso(since.from), to: iso(since.to) },
    before: before && rateView(before),
    after: after && rateView(after),
    ratio: ratio && { value: ratio.value, low: ratio.low, high: Number.isFinite(ratio.high) ? ratio.high : null },
    change: trend.change && changeView(trend.change as Change & { id: string }),
  };
}

function rateView({ count, days, perDay, interval }: DailyRate): SignatureTrend["before"] {
  return { count, days, perDay, low: interval.low, high: interval.high };
}

function changeView({ id, kind, title, startsAt, service, by, url }: Change & { id: string }): CandidateChange {
  return { id, kind, title, startsAt: iso(startsAt), service, by, url };
}

/** In the order of the kinds, and within one the largest difference of the rates first. */
function byLoudness(a: SignatureTrend, b: SignatureTrend): number {
  return (
    TREND_KINDS.indexOf(a.kind) - TREND_KINDS.indexOf(b.kind) ||
    difference(b) - difference(a) ||
    a.title.localeCompare(b.title, "en")
  );
}

const difference = ({ before, after }: SignatureTrend) => Math.abs((after?.perDay ?? 0) - (before?.perDay ?? 0));

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
