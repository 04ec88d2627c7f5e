import type { DifferenceCause, ReportContent, ReportDifference, ReportSection } from "@/lib/contract/weekly-report";
import { figureText } from "./weekly-words";

/** What may have moved a figure: of pages, of verdicts on them, of people, or of decisions. */
type About = "pages" | "verdicts" | "people" | "decisions";

/**
 * Each figure of a kept report that comes out otherwise today, and why it may. What one of the two may not tell is no
 * difference.
 */
export function compareReports(frozen: ReportContent, now: ReportContent): ReportDifference[] {
  const causesOf = causesBetween(frozen, now);
  return linesOf(frozen, now).flatMap(({ section, what, about, before, after }) =>
    before === null || after === null || before === after
      ? []
      : [{ section, what, frozen: before, now: after, mayBe: causesOf(about) }],
  );
}

type Line = { section: ReportSection; what: string; about: About; before: string | null; after: string | null };

function linesOf(frozen: ReportContent, now: ReportContent): Line[] {
  return [
    ...figureLines(frozen, now),
    ...trendLines(frozen, now),
    ...changedLines(frozen, now),
    ...worstLines(frozen, now),
    ...decisionLines(frozen, now),
    ...loadLines(frozen, now),
    ...unknownLines(frozen, now),
  ];
}

const ABOUT: Partial<Record<ReportContent["figures"][number]["key"], About>> = {
  pages: "pages",
  "noise-share": "verdicts",
  "unclear-share": "verdicts",
  "time-to-squash": "decisions",
};

function figureLines(frozen: ReportContent, now: ReportContent): Line[] {
  return frozen.figures.flatMap((figure) => {
    const mine = now.figures.find(({ key }) => key === figure.key);
    const line = { section: "figures" as const, about: ABOUT[figure.key] ?? ("people" as const) };
    const text = (value: typeof figure.now | null | undefined) =>
      value && (value.hidden === null || value.hidden === "nothing") ? figureText(figure.unit, value) : null;
    return [
      { ...line, what: figure.label, before: text(figure.now), after: text(mine?.now) },
      { ...line, what: `${figure.label}, the week before`, before: text(figure.previous), after: text(mine?.previous) },
    ];
  });
}

/** The week itself and the one before stand with the figures. */
function trendLines(frozen: ReportContent, now: ReportContent): Line[] {
  return frozen.trend.slice(0, -2).flatMap(({ week, counts }) => {
    const mine = now.trend.find((one) => one.week === week);
    const line = { section: "figures" as const, what: `Pages of ${week}` };
    const text = (of: typeof counts) =>
      `${of.noise} noise, ${of.actionable} actionable, ${of.unclear} unclear, ${of.unclassified} not judged`;
    const sum = (of: typeof counts) => of.noise + of.actionable + of.unclear + of.unclassified;
    const about = mine && sum(mine.counts) === sum(counts) ? "verdicts" : "pages";
    return [{ ...line, about, before: text(counts), after: mine ? text(mine.counts) : null }];
  });
}

function changedLines(frozen: ReportContent, now: ReportContent): Line[] {
  const kinds = ["new", "louder", "quieter", "gone"] as const;
  return kinds.map((kind) => ({
    section: "changed",
    what: `Alerts that became ${kind}`,
    about: "pages",
    before: String(frozen.changed.n[kind]),
    after: String(now.changed.n[kind]),
  }));
}

function worstLines(frozen: ReportContent, now: ReportContent): Line[] {
  const titles = ({ worst }: ReportContent) => worst.map(({ row }) => row.title).join(" · ") || "none";
  const order: Line = {
    section: "worst",
    what: "The worst alerts",
    about: "verdicts",
    before: titles(frozen),
    after: titles(now),
  };
  return [
    order,
    ...frozen.worst.flatMap(({ row, suggestion }): Line[] => {
      const mine = now.worst.find((one) => one.row.id === row.id);
      if (!mine) return [];
      const line = { section: "worst" as const, what: row.title };
      const pages = (of: typeof row) => `${of.pages} pages, ${of.counts.noise} noise`;
      return [
        { ...line, about: "verdicts", before: pages(row), after: pages(mine.row) },
        {
          ...line,
          what: `${row.title}, suggestion`,
          about: "verdicts",
          before: suggestion?.because ?? null,
          after: mine.suggestion?.because ?? null,
        },
      ];
    }),
  ];
}

function decisionLines(frozen: ReportContent, now: ReportContent): Line[] {
  const due = ({ due: all }: ReportContent) =>
    all.length === 0 ? "none" : `${all.length}: ${all.map((one) => `${one.title}, ${whyDue(one)}`).join(" · ")}`;
  // Titles are kept without names: those that differ are told by the decision itself.
  const keysOf = ({ due: all }: ReportContent) =>
    all
      .map((one) => `${one.id} ${whyDue(one)}`)
      .sort()
      .join();
  const states = ({ lastWeek }: ReportContent) => {
    const { verifiedQuiet, cameBack, hidSomethingReal, tooEarly, watching, waiting } = lastWeek.outcomes;
    return `${verifiedQuiet} verified quiet, ${cameBack} came back, ${hidSomethingReal} hid something real, ${tooEarly} too early, ${watching} watching, ${waiting} waiting`;
  };
  return [
    ...(keysOf(frozen) === keysOf(now)
      ? []
      : [
          {
            section: "due" as const,
            what: "Decisions due",
            about: "decisions" as const,
            before: due(frozen),
            after: due(now),
          },
        ]),
    {
      section: "last-week",
      what: "What became of the week's decisions",
      about: "decisions",
      before: states(frozen),
      after: states(now),
    },
  ];
}

/** That a day has passed is no difference; that a review is overdue by now, or a silence expired, is one. */
function whyDue({ expired, forgotten, daysToReview }: ReportContent["due"][number]): string {
  if (expired) return "expired";
  if (forgotten === "quiet") return "forgotten";
  return daysToReview !== null && daysToReview < 0 ? "review passed" : "review due";
}

function loadLines(frozen: ReportContent, now: ReportContent): Line[] {
  const people = ({ load }: ReportContent) =>
    load?.sum && load.others.hidden === null ? `${load.sum.interrupted} of ${load.sum.people}` : null;
  return [
    { section: "load", what: "People interrupted", about: "people", before: people(frozen), after: people(now) },
    ...(frozen.leaders?.rows ?? []).map((row): Line => {
      const mine = now.leaders?.rows.find(({ id }) => id === row.id);
      const text = (of: typeof row) => `${of.pages.total} pages, ${of.pages.noise} noise`;
      return {
        section: "leaders",
        what: `Under ${row.label}`,
        about: "people",
        before: text(row),
        after: mine ? text(mine) : null,
      };
    }),
  ];
}

function unknownLines(frozen: ReportContent, now: ReportContent): Line[] {
  const line = { section: "unknown" as const, about: "pages" as const };
  const of = (pick: (unknown: ReportContent["unknown"]) => number | null) => ({
    before: text(pick(frozen.unknown)),
    after: text(pick(now.unknown)),
  });
  const text = (value: number | null) => (value === null ? null : String(value));
  return [
    { ...line, what: "Pages not judged", about: "verdicts", ...of(({ unclassified }) => unclassified) },
    { ...line, what: "Test pages", about: "verdicts", ...of(({ tests }) => tests) },
    { ...line, what: "Records rejected", ...of(({ rejected }) => rejected) },
    { ...line, what: "Gaps", ...of(({ gaps }) => gaps.length) },
    { ...line, what: "Estimated interruptions", about: "people", ...of(({ estimated }) => estimated?.of ?? null) },
  ];
}

function causesBetween(frozen: ReportContent, now: ReportContent): (about: About) => DifferenceCause[] {
  const judgedByAnother = frozen.classifierVersion !== now.classifierVersion;
  const pagesOf = ({ trend }: ReportContent) => trend.map(({ counts }) => counts);
  const count = (all: ReturnType<typeof pagesOf>) =>
    all.reduce((sum, of) => sum + of.noise + of.actionable + of.unclear + of.unclassified + of.test, 0);
  const cameLate = count(pagesOf(frozen)) !== count(pagesOf(now));
  const judgedOtherwise = JSON.stringify(pagesOf(frozen)) !== JSON.stringify(pagesOf(now));
  const otherMode = frozen.leaders?.privacy !== now.leaders?.privacy;
  return (about) => {
    const causes: DifferenceCause[] = [];
    if (cameLate && about !== "decisions") causes.push("data");
    if (about === "verdicts" && judgedByAnother) causes.push("classifier");
    if (about === "verdicts" && (judgedOtherwise || !judgedByAnother)) causes.push("verdicts");
    if (about === "people") causes.push("organisation");
    if (about === "people" && otherMode) causes.push("privacy");
    if (about === "decisions") causes.push("decisions");
    return causes;
  };
}
