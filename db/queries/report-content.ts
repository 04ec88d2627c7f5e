import type { Ctx } from "@/db/ctx";
import type { DecisionView } from "@/lib/contract/decision";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { HiddenBecause, Leaders } from "@/lib/contract/leaders";
import type { TREND_KINDS, Trends } from "@/lib/contract/trends";
import type { FigureHidden, ReportContent } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { NOTHING_WITHHELD, type Withheld } from "@/lib/privacy/withheld";
import { assembleWeek, tellingAlerts, type WeekNoise } from "@/lib/report/assemble-week";
import { weeklyFigures } from "@/lib/report/weekly-figures";
import { localDatesOf } from "@/lib/time/range";
import { previousWeek, weekRange } from "@/lib/time/report-week";
import { decisionsDue, readDecisions, squashBy } from "./decisions";
import { keptPart } from "./kept-part";
import { keptSuggestions } from "./kept-suggestions";
import { loadFigures } from "./load";
import { leaders } from "./named/leaders";
import { sightOf } from "./named/sight-of";
import type { Purpose } from "./named/view-named";
import { withheldAmong } from "./named/withheld";
import { withheldUnder } from "./named/withheld-under";
import { trendsIn } from "./noise-trends";
import { rangeOf, type Scope } from "./period";
import { signatureTallies } from "./report-facts";
import type { Subject } from "./report-subject";
import { reportTrend } from "./report-trend";
import { reportUnknown } from "./report-unknown";
import { signaturesUnder } from "./signatures-under";
import { squashedAmong } from "./squashed";
import { type CountedWeek, weekFacts } from "./week-facts";

/** Changes of a kind that are listed; its n is whole. */
const LISTED = 10;
const HOUR_MS = 3_600_000;

/** The weekly report as it is worked out today. */
export async function reportContent(
  ctx: Ctx,
  week: string,
  subject: Subject,
  purpose?: Purpose,
): Promise<ReportContent> {
  const scope = scopeOfWeek(ctx, week, subject);
  const before = scopeOfWeek(ctx, previousWeek(week), subject);
  const until = Math.min(ctx.now, scope.range.to);
  const [noise, changed, decided, loadFacts, leaderFacts] = await Promise.all([
    noiseOf(ctx, scope, before),
    keptPart(ctx, { part: `changed ${subject.key}`, until: scope.range.to }, async () =>
      changedOf(await trendsIn(ctx, scope)),
    ),
    decisionsOf(ctx, scope),
    loadOf(ctx, scope, subject, purpose),
    leadersOf(ctx, week, scope, subject, purpose),
  ]);
  const { totals, previous, worst, facts, hidden, hiddenBefore } = noise;
  const squashOf = squashBy(decided);
  const [trend, suggestions, unknown] = await Promise.all([
    reportTrend(ctx, { week, scope, subject, facts, hidden: hidden ?? totals.withheld, squashOf }),
    keptSuggestions(
      ctx,
      worst.map(({ id }) => id),
      settledUntil(until, scope),
    ),
    reportUnknown(ctx, scope, noise),
  ]);
  const isKnown = (trend.at(-2)?.whole ?? false) || previous.pages > 0;
  return {
    week,
    subject: { kind: subject.kind, id: subject.id, name: subject.name ?? leaderFacts?.focus?.label ?? "" },
    range: rangeOf(scope),
    previousRange: rangeOf(before),
    handOver: subject.handOver,
    over: scope.range.to <= ctx.now,
    classifierVersion: CLASSIFIER_VERSION,
    madeAt: new Date(ctx.now).toISOString(),
    lead: noise.lead,
    figures: weeklyFigures(
      { totals, hidden, squash: squashOf(until) },
      isKnown ? { totals: previous, hidden: hiddenBefore, squash: squashOf(before.range.to) } : null,
    ),
    trend,
    changed,
    worst: worst.map((row) => ({ row, suggestion: suggestions.get(row.id) ?? null })),
    due: decisionsDue(decided),
    lastWeek: squashedAmong(decided, scope, until),
    load: loadFacts,
    leaders: leaderFacts,
    unknown,
  };
}

export function scopeOfWeek({ zone }: Pick<Ctx, "zone">, week: string, subject: Subject): Scope {
  return {
    range: weekRange(week, zone, subject.handOver),
    zone,
    team: subject.team,
    service: null,
    urgency: null,
    signature: null,
    ...(subject.leaderId === null ? {} : { under: subject.leaderId }),
  };
}

/** Of a running week by the hour, so that what was worked out serves for that long. */
function settledUntil(until: number, { range }: Scope): number {
  return until === range.to ? until : Math.floor(until / HOUR_MS) * HOUR_MS;
}

function filterOf({ range, team }: Scope): NoiseFilter {
  return { from: String(range.from), to: String(range.to), compare: "previous", ...(team === null ? {} : { team }) };
}

type Noise = WeekNoise & {
  facts: CountedWeek;
  hidden: FigureHidden | null;
  hiddenBefore: FigureHidden | null;
};

/** The worst alerts and those of the first sentence are told in full; of all others it is enough to count them. */
async function noiseOf(ctx: Ctx, scope: Scope, before: Scope): Promise<Noise> {
  const facts = await weekFacts(ctx, scope, before);
  const { withheld, ...hidden } = await withheldOfWeek(ctx, scope, before, facts);
  const ids = tellingAlerts(facts, withheld.now, ctx.settings);
  const told = ids.length === 0 ? [] : await signatureTallies(ctx, scope, ids);
  return { ...assembleWeek(facts, told, withheld, ctx.settings), ...hidden, facts };
}

type Hidden = Pick<Noise, "hidden" | "hiddenBefore"> & { withheld: { now: Withheld; before: Withheld } };

async function withheldOfWeek(ctx: Ctx, scope: Scope, before: Scope, facts: CountedWeek): Promise<Hidden> {
  if (scope.under !== undefined) {
    const [hidden, hiddenBefore] = await Promise.all([
      withheldUnder(ctx, scope.under, scope),
      withheldUnder(ctx, scope.under, before),
    ]);
    const ids = facts.alerts.map(({ id }) => id);
    return {
      withheld: { now: withheldOf(hidden, ids), before: withheldOf(hiddenBefore, []) },
      hidden: figureHidden(hidden),
      hiddenBefore: figureHidden(hiddenBefore),
    };
  }
  const sight = await sightOf(ctx);
  const earlier = facts.rungBefore.map((personId) => ({ alert: "any", personId }));
  const [now, then] = await Promise.all([
    withheldAmong(ctx, scope, sight, facts.rung),
    withheldAmong(ctx, before, sight, earlier),
  ]);
  return { withheld: { now, before: then }, hidden: null, hiddenBefore: null };
}

/** Where the people under a leader are not told of, no alert tells of them either. */
function withheldOf(hidden: HiddenBecause | null, ids: readonly string[]): Withheld {
  if (hidden === null) return NOTHING_WITHHELD;
  const because = hidden === "part-weeks" ? "small" : hidden;
  return { all: because, alerts: new Map(ids.map((id) => [id, because])) };
}

const figureHidden = (hidden: HiddenBecause | null): FigureHidden | null =>
  hidden === "part-weeks" ? "weeks" : hidden;

/** Of a team those of its alerts, of a leader those of alerts that rang anybody under them in the weeks shown. */
async function decisionsOf(ctx: Ctx, scope: Scope): Promise<DecisionView[]> {
  const all = await readDecisions(ctx, ctx.sql`true`);
  if (scope.under !== undefined) {
    const decided = all.map(({ signatureId }) => signatureId);
    const theirs = decided.length === 0 ? new Set() : await signaturesUnder(ctx, scope, decided);
    return all.filter(({ signatureId }) => theirs.has(signatureId));
  }
  return all.filter(({ team }) => scope.team === null || team === scope.team);
}

async function loadOf(
  ctx: Ctx,
  scope: Scope,
  { kind }: Subject,
  purpose: Purpose | undefined,
): Promise<ReportContent["load"]> {
  if (kind === "leader") return null;
  const { range, budgets, sum, previous, people, quiet, others, teams, wholeWeeks } = await loadFigures(
    ctx,
    filterOf(scope),
    purpose,
  );
  const shown = scope.team === null ? teams : teams.filter(({ name }) => name === scope.team);
  return { range, budgets, sum, previous, people, quiet, others, teams: shown, wholeWeeks };
}

/** Leaders are counted in whole days: of a week that cuts them the calendar week is told. */
async function leadersOf(
  ctx: Ctx,
  week: string,
  scope: Scope,
  { kind, leaderId }: Subject,
  purpose: Purpose | undefined,
): Promise<ReportContent["leaders"]> {
  if (kind === "team") return null;
  const cutsDays = localDatesOf(scope.range, scope.zone) === null;
  const whole = cutsDays ? { ...scope, range: weekRange(week, scope.zone, null) } : scope;
  const asked = { ...filterOf(whole), ...(leaderId === null ? {} : { leader: leaderId }) };
  const own = await leaders(ctx, asked, purpose);
  if (leaderId !== null && own.focus?.id !== leaderId) throw new AppError("not-found", "There is no such leader.");
  const { range, privacy, carrying, focus, rows, leftOut }: Leaders = own;
  return { range, privacy, carrying, focus: leaderId === null ? null : focus, rows, leftOut };
}

function changedOf({ trends }: Trends): ReportContent["changed"] {
  const of = (kind: (typeof TREND_KINDS)[number]) => trends.filter((one) => one.kind === kind);
  const listed = (kind: (typeof TREND_KINDS)[number]) => of(kind).slice(0, LISTED);
  return {
    n: {
      new: of("new").length,
      louder: of("louder").length,
      quieter: of("quieter").length,
      gone: of("gone").length,
    },
    new: listed("new"),
    louder: listed("louder"),
    quieter: listed("quieter"),
    gone: listed("gone"),
  };
}
