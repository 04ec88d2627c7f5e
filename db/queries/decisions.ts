import type { Ctx, Sql } from "@/db/ctx";
import type { DecisionHistory, DecisionsView, DecisionView } from "@/lib/contract/decision";
import type { DecisionKind, Effect, ReviewAnswers, WatchOutcome } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { lifecycleOf, QUIET_DAYS } from "@/lib/silence/lifecycle";
import { DAY_MS, localDateOf } from "@/lib/time/boundaries";
import type { InstantRange } from "@/lib/time/range";
import { loopStateOf } from "@/lib/triage/squash-loop";
import { timeToSquash } from "@/lib/triage/time-to-squash";
import { movedSignature } from "./moved-signature";
import { namesInSight } from "./named/names-in-sight";
import { idFrom } from "./pages";
import { scopedPages } from "./scoped-pages";

type HiddenPage = DecisionView["endedPages"][number];

type Row = {
  id: string;
  signatureId: string;
  title: string;
  service: string | null;
  team: string | null;
  kind: DecisionKind;
  reason: string;
  scope: Scope;
  treatment: Treatment | null;
  ownerId: string | null;
  decidedBy: string;
  decidedAt: Date;
  flaggedAt: Date;
  expiresAt: Date | null;
  reviewDate: string | null;
  reviewedAt: Date | null;
  changeUrl: string | null;
  review: ReviewAnswers;
  forecast: Effect | null;
  endedAt: Date | null;
  endedFor: string | null;
  endedPages: HiddenPage[];
  startedAt: Date | null;
  endsAt: Date | null;
  baselinePerDay: number | null;
  openings: number | null;
  actionable: number | null;
  fact: Effect | null;
  outcome: WatchOutcome | null;
  sentence: string | null;
  settledAt: Date | null;
  hidden: HiddenPage[];
  earlier: { outcome: WatchOutcome; settledAt: string }[];
  knownUntil: Date | null;
  lastRangAt: Date | null;
  standsElsewhere: boolean;
};

/** How far back time to squash looks. */
const SQUASH_DAYS = 90;

/** Every decision that is in force, that must be looked at, or whose outcome is of the last 90 days. */
export async function decisions(ctx: Ctx): Promise<DecisionsView> {
  const since = new Date(ctx.now - SQUASH_DAYS * DAY_MS);
  const all = await readDecisions(
    ctx,
    ctx.sql`(d.ended_at is null or d.ended_at >= ${since} or w.settled_at >= ${since} or d.kind = 'silence')`,
  );
  const shown = all.filter((one) => one.inForce || one.expired || recent(one, since.getTime()));
  const count = (holds: (one: DecisionView) => boolean) => shown.filter(holds).length;
  return {
    zone: ctx.zone,
    decisions: shown.sort(byUrgency),
    counts: {
      inForce: count(({ inForce }) => inForce),
      silences: count(({ inForce, kind }) => inForce && kind === "silence"),
      due: count(({ due }) => due),
      expired: count(({ expired }) => expired),
      ownerless: count(({ ownerless }) => ownerless),
      forgotten: count(({ forgotten }) => forgotten !== null),
    },
    timeToSquash: squashOf(all, ctx.now),
    mayDecide: ctx.viewer.role !== "auditor",
  };
}

function recent({ endedAt, watch }: DecisionView, since: Instant): boolean {
  const settledAt = watch?.settledAt ?? null;
  return [endedAt, settledAt].some((at) => at !== null && Date.parse(at) >= since);
}

/** What hides something real comes first, then what came back, then what somebody must look at. */
function byUrgency(a: DecisionView, b: DecisionView): number {
  return rankOf(a) - rankOf(b) || Date.parse(b.decidedAt) - Date.parse(a.decidedAt) || (a.id < b.id ? -1 : 1);
}

function rankOf({ state, inForce, expired, ownerless, forgotten, due }: DecisionView): number {
  if (state === "hid-something-real") return 0;
  if (state === "came-back") return 1;
  if (expired || ownerless || forgotten !== null) return 2;
  if (due) return 3;
  return inForce ? 4 : 5;
}

/** What was decided about one alert, the last first. */
export async function decisionHistory(ctx: Ctx, text: string): Promise<DecisionHistory> {
  const asked = idFrom(text, "alert");
  const id = (await movedSignature(ctx, asked)) ?? asked;
  const rows = await readDecisions(ctx, ctx.sql`d.signature_id = any(${[...new Set([asked, id])]}::bigint[])`);
  const last = [...rows].sort((a, b) => Date.parse(b.decidedAt) - Date.parse(a.decidedAt));
  return {
    zone: ctx.zone,
    decisions: last,
    timeToSquash: squashOf(rows, null),
    mayDecide: ctx.viewer.role !== "auditor",
  };
}

/** `now` null: over all there is. */
export function squashOf(rows: readonly DecisionView[], now: Instant | null): DecisionsView["timeToSquash"] {
  return squashIn(rows, now === null ? undefined : { from: now - SQUASH_DAYS * DAY_MS, to: now + 1 });
}

/** Of the 90 days that end with any moment, by what was decided before it. */
export function squashBy(rows: readonly DecisionView[]): (until: Instant) => DecisionsView["timeToSquash"] {
  return (until) =>
    squashIn(
      rows.filter(({ decidedAt }) => Date.parse(decidedAt) < until),
      { from: until - SQUASH_DAYS * DAY_MS, to: until },
    );
}

function squashIn(rows: readonly DecisionView[], range?: InstantRange): DecisionsView["timeToSquash"] {
  const told = rows.map(({ signatureId, kind, flaggedAt, decidedAt, watch }) => ({
    signatureId,
    kind,
    flaggedAt: Date.parse(flaggedAt),
    decidedAt: Date.parse(decidedAt),
    outcome: watch?.outcome ?? null,
    watchedUntil: watch ? Date.parse(watch.endsAt) : null,
  }));
  const { medianMs, n, notYet } = timeToSquash(told, range);
  return { medianDays: medianMs === null ? null : medianMs / DAY_MS, n, notYet };
}

/** Those that somebody must look at, the most pressing first. */
export function decisionsDue(rows: readonly DecisionView[]): DecisionView[] {
  return rows.filter(({ due, expired, forgotten }) => due || expired || forgotten !== null).sort(byUrgency);
}

/** Decisions `d` with their watches `w`, as screens show them. */
export async function readDecisions(ctx: Ctx, which: ReturnType<Sql>): Promise<DecisionView[]> {
  const { sql, workspaceId } = ctx;
  const [rows, names] = await Promise.all([
    sql<Row[]>`
      select d.id, d.signature_id as "signatureId",
        concat_ws(' · ', coalesce(case when s.kind = 'title' then s.key end, last.title, s.key), s.part) as title,
        s.service, last.team, d.kind, d.reason, d.scope, d.treatment, d.owner_person_id as "ownerId",
        u.name as "decidedBy", d.decided_at as "decidedAt", d.flagged_at as "flaggedAt", d.expires_at as "expiresAt",
        d.review_date::text as "reviewDate", d.reviewed_at as "reviewedAt", d.change_url as "changeUrl", d.review,
        d.forecast, d.ended_at as "endedAt", d.ended_for as "endedFor", w.started_at as "startedAt", w.ends_at as "endsAt",
        w.baseline_per_day as "baselinePerDay", w.openings, w.actionable, w.fact, w.outcome, w.sentence,
        w.settled_at as "settledAt", w.earlier, ${pagesOf(sql, "d.ended_page_ids")} as "endedPages",
        ${pagesOf(sql, "w.hidden_page_ids")} as hidden, known.at as "knownUntil",
        greatest(last.at, kept.at) as "lastRangAt", coalesce(kept.stands, false) as "standsElsewhere"
      from decisions d
      join signatures s on s.workspace_id = d.workspace_id and s.id = d.signature_id
      join users u on u.workspace_id = d.workspace_id and u.id = d.decided_by_user_id
      left join watch_windows w on w.workspace_id = d.workspace_id and w.decision_id = d.id
      left join lateral (
        select p.title, p.team, p.triggered_at as at from pages p
        where p.workspace_id = d.workspace_id and p.signature_id = d.signature_id
        order by p.triggered_at desc, p.id limit 1) last on true
      left join lateral (
        select p.triggered_at as at from pages p where p.workspace_id = d.workspace_id and p.provider = s.provider
        order by p.triggered_at desc limit 1) known on true
      left join lateral (
        select bool_or(a.undone_at is null and a.state in ('standing', 'handed-out')) as stands, max(h.last_seen_at) as at
        from applications a
        left join withheld h on h.workspace_id = a.workspace_id and h.application_id = a.id
        where a.workspace_id = d.workspace_id and a.decision_id = d.id) kept on true
      where d.workspace_id = ${workspaceId} and ${which}`,
    namesInSight(ctx),
  ]);
  const [erased, wide] = await Promise.all([erasedAmong(ctx, rows), lastOfWideScopes(ctx, rows)]);
  return rows.map((row) =>
    viewOf(ctx, { ...row, lastRangAt: later(row.lastRangAt, wide.get(row.id)) }, erased, names.nameOf),
  );
}

/** Before that a silence has been quiet long enough to be forgotten, whatever rang. */
const HEARD_DAYS = 2 * QUIET_DAYS;

/** Of silences in force that are about more or less than their alert: when a page of the scope came last. */
async function lastOfWideScopes(ctx: Ctx, rows: readonly Row[]): Promise<ReadonlyMap<string, Date>> {
  const range = { from: ctx.now - HEARD_DAYS * DAY_MS, to: ctx.now + 1 };
  const last = new Map<string, Date>();
  for (const { id, kind, scope, signatureId, endedAt } of rows) {
    if (kind !== "silence" || endedAt !== null || isAlertItself(scope, signatureId)) continue;
    const page = (await scopedPages(ctx, scope, range)).at(-1);
    if (page) last.set(id, new Date(page.openedAt));
  }
  return last;
}

function isAlertItself([only, ...others]: Scope, signatureId: string): boolean {
  return others.length === 0 && only?.field === "signature" && only.operator === "=" && only.value === signatureId;
}

const later = (a: Date | null, b: Date | undefined) => (b && (a === null || b > a) ? b : a);

/** An array of our ids as pages that can be opened. */
function pagesOf(sql: Sql, column: "d.ended_page_ids" | "w.hidden_page_ids") {
  return sql.unsafe(`coalesce((
    select jsonb_agg(jsonb_build_object('id', p.id::text, 'title', p.title,
      'openedAt', to_char(p.triggered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by p.triggered_at, p.id)
    from pages p where p.workspace_id = d.workspace_id and p.id = any(${column})), '[]')`);
}

async function erasedAmong({ sql, workspaceId }: Ctx, rows: readonly Row[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))];
  const found = await sql<{ id: string }[]>`
    select id from people where workspace_id = ${workspaceId} and id = any(${ids}::bigint[]) and erased_at is null`;
  const there = new Set(found.map(({ id }) => id));
  return new Set(ids.filter((id) => !there.has(id)));
}

function viewOf(
  { now, zone }: Ctx,
  row: Row,
  erased: ReadonlySet<string>,
  nameOf: (id: string) => string | null,
): DecisionView {
  const { decidedAt, flaggedAt, expiresAt, reviewedAt, endedAt, startedAt, lastRangAt, knownUntil } = row;
  const ownerId = row.ownerId !== null && erased.has(row.ownerId) ? null : row.ownerId;
  const watch = watchOf(row);
  const ended = endedAt !== null;
  const life = lifecycleOf(
    {
      kind: row.kind,
      ownerPersonId: ownerId,
      since: (startedAt ?? decidedAt).getTime(),
      expiresAt: expiresAt?.getTime() ?? null,
      endedAt: endedAt?.getTime() ?? null,
      reviewDate: row.reviewDate,
      lastRangAt: lastRangAt?.getTime() ?? null,
      knownUntil: knownUntil?.getTime() ?? null,
      standsElsewhere: row.standsElsewhere,
    },
    { now, today: localDateOf(now, zone) },
  );
  return {
    id: row.id,
    signatureId: row.signatureId,
    title: row.title,
    service: row.service,
    team: row.team,
    kind: row.kind,
    state: loopStateOf({ waiting: null, decision: { kind: row.kind, ended }, watch }),
    reason: row.reason,
    scope: [...row.scope],
    treatment: row.treatment as DecisionView["treatment"],
    owner: ownerId === null ? null : { id: ownerId, name: nameOf(ownerId) },
    decidedBy: row.decidedBy,
    decidedAt: decidedAt.toISOString(),
    flaggedAt: flaggedAt.toISOString(),
    expiresAt: iso(expiresAt),
    reviewDate: row.reviewDate,
    reviewedAt: iso(reviewedAt),
    changeUrl: row.changeUrl,
    review: row.review,
    forecast: row.forecast,
    endedAt: iso(endedAt),
    endedFor: row.endedFor,
    endedPages: row.endedPages,
    watch,
    lastRangAt: iso(lastRangAt),
    ...life,
  };
}

function watchOf(row: Row): DecisionView["watch"] {
  const { startedAt, endsAt, baselinePerDay, openings, actionable, outcome, sentence, settledAt, fact } = row;
  if (startedAt === null || endsAt === null || baselinePerDay === null) return null;
  return {
    startedAt: startedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    baselinePerDay,
    openings: openings ?? 0,
    actionable: actionable ?? 0,
    fact,
    outcome,
    sentence,
    settledAt: iso(settledAt),
    hidden: row.hidden,
    earlier: [...row.earlier],
    knownUntil: iso(row.knownUntil),
  };
}

const iso = (at: Date | null) => at?.toISOString() ?? null;
