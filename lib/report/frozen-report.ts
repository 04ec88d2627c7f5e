import type { DecisionView } from "@/lib/contract/decision";
import type { LeaderDetail, LeaderRow } from "@/lib/contract/leaders";
import type { TeamLoad } from "@/lib/contract/load";
import type { SignatureRow } from "@/lib/contract/noise-report";
import type { SignatureTrend } from "@/lib/contract/trends";
import type { FigureHidden, FigureValue, ReportContent, ReportFigure, ReportWeek } from "@/lib/contract/weekly-report";

/** In the place of a user who is not to be named. */
export const SOMEBODY = "somebody";

/** A report without those who decided, own and changed things. */
export function withoutActors(content: ReportContent): ReportContent {
  const bare = (one: DecisionView): DecisionView => ({
    ...one,
    decidedBy: SOMEBODY,
    owner: one.owner && { ...one.owner, name: null },
  });
  const unsigned = (one: SignatureTrend): SignatureTrend => ({
    ...one,
    change: one.change && { ...one.change, by: null },
  });
  const { lastWeek, due, changed } = content;
  return {
    ...content,
    changed: {
      n: changed.n,
      new: changed.new.map(unsigned),
      louder: changed.louder.map(unsigned),
      quieter: changed.quieter.map(unsigned),
      gone: changed.gone.map(unsigned),
    },
    due: due.map(bare),
    lastWeek: { ...lastWeek, decisions: lastWeek.decisions.map(bare) },
  };
}

/** Who decided and who owns, by decision, as the reader may see it today. */
export type Deciders = ReadonlyMap<string, Pick<DecisionView, "decidedBy" | "owner">>;

/**
 * A kept report as one reader may see it. It was made for somebody who sees nobody; whoever sees some people by name may
 * not be told a sum that leaves fewer than five others. So a figure about people is shown only where `now`, the same
 * report worked out for this reader, shows it too; names and what is one person's come from there.
 */
export function frozenFor(kept: ReportContent, now: ReportContent, deciders: Deciders): ReportContent {
  const hidden = now.figures.find(({ key }) => key === "interruptions")?.now.hidden ?? null;
  const hidesMore = hidden !== null || now.unknown.hiddenAlerts > kept.unknown.hiddenAlerts;
  const named = (one: DecisionView): DecisionView => ({ ...one, ...deciders.get(one.id) });
  return {
    ...kept,
    subject: now.subject,
    lead: hidesMore && kept.lead?.what !== "pages" ? now.lead : kept.lead,
    figures: kept.figures.map((figure) => maskedFigure(figure, now)),
    trend: kept.trend.map((week) => maskedWeek(week, now)),
    worst: kept.worst.map(({ row, suggestion }) => ({ row: maskedRow(row, now, hidden), suggestion })),
    due: kept.due.map(named),
    lastWeek: { ...kept.lastWeek, decisions: kept.lastWeek.decisions.map(named) },
    load: maskedLoad(kept, now),
    leaders: maskedLeaders(kept, now),
    unknown: { ...kept.unknown, estimated: hidden === null ? kept.unknown.estimated : null },
  };
}

function maskedFigure(figure: ReportFigure, now: ReportContent): ReportFigure {
  const mine = now.figures.find(({ key }) => key === figure.key);
  return {
    ...figure,
    now: maskedValue(figure.now, mine?.now ?? null),
    previous: figure.previous && maskedValue(figure.previous, mine?.previous ?? null),
  };
}

/** That there was nothing to count hides nothing. */
function maskedValue(value: FigureValue, mine: FigureValue | null): FigureValue {
  const hidden = mine?.hidden ?? null;
  if (hidden === null || hidden === "nothing") return value;
  return { value: null, hidden, of: null, n: null, low: null, high: null };
}

function maskedWeek(week: ReportWeek, now: ReportContent): ReportWeek {
  const hidden = now.trend.find((mine) => mine.week === week.week)?.hidden ?? null;
  return hidden === null ? week : { ...week, interruptions: null, disruptedNights: null, hidden };
}

/** Of an alert that is none of the worst today it is known that it may be told only where every alert may. */
function maskedRow(row: SignatureRow, now: ReportContent, hidden: FigureHidden | null): SignatureRow {
  const mine = now.worst.find((one) => one.row.id === row.id)?.row;
  const tells = mine ? mine.withheld === null : hidden === null && now.unknown.hiddenAlerts === 0;
  if (tells) return row;
  const withheld = row.withheld ?? mine?.withheld ?? "remainder";
  return { ...row, interruptions: null, noiseInterruptions: null, pain: null, withheld };
}

function maskedLoad({ load: kept }: ReportContent, { load: mine }: ReportContent): ReportContent["load"] {
  if (!kept || !mine) return null;
  const because = mine.others.hidden;
  return {
    ...kept,
    sum: because === null ? kept.sum : null,
    previous: because === null ? kept.previous : null,
    others: {
      people: kept.others.people,
      sum: because === null ? kept.others.sum : null,
      hidden: kept.others.hidden ?? because,
    },
    teams: kept.teams.map((team) => maskedTeam(team, mine.teams)),
    people: mine.people,
    quiet: mine.quiet,
  };
}

function maskedTeam(team: TeamLoad, all: readonly TeamLoad[]): TeamLoad {
  const mine = all.find(({ id }) => id === team.id);
  if (mine && mine.hidden === null) return team;
  return {
    ...team,
    load: null,
    hidden: team.hidden ?? mine?.hidden ?? "remainder",
    shift: null,
    fairness: null,
    trend: null,
    timeToAcknowledge: null,
  };
}

function maskedLeaders({ leaders: kept }: ReportContent, { leaders: mine }: ReportContent): ReportContent["leaders"] {
  if (!kept || !mine) return null;
  const rows = [...mine.rows, ...(mine.focus ? [mine.focus] : [])];
  return {
    ...kept,
    privacy: mine.privacy,
    carrying: mine.carrying,
    rows: kept.rows.map((row) => maskedLeader(row, rows)),
    focus: kept.focus && maskedDetail(kept.focus, rows),
  };
}

function maskedLeader(row: LeaderRow, all: readonly LeaderRow[]): LeaderRow {
  const mine = all.find(({ id }) => id === row.id);
  const told = { name: mine?.name ?? null, label: mine?.label ?? row.label, isSelf: mine?.isSelf ?? false };
  const own = mine?.own ?? null;
  if (mine && mine.hidden === null) return { ...row, ...told, own };
  return { ...row, ...told, own, hidden: row.hidden ?? mine?.hidden ?? "remainder", load: null, led: null };
}

function maskedDetail(row: LeaderDetail, all: readonly LeaderRow[]): LeaderDetail {
  const masked = maskedLeader(row, all);
  return { ...masked, fairness: masked.hidden === null ? row.fairness : null };
}
