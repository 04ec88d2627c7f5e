import type { DecisionView } from "@/lib/contract/decision";
import { DEFINITIONS } from "@/lib/contract/definitions";
import type { LeaderRow } from "@/lib/contract/leaders";
import type { LoadHidden, LoadSum } from "@/lib/contract/load";
import type { HourCounts, Share } from "@/lib/contract/noise-report";
import type { SignatureTrend } from "@/lib/contract/trends";
import type { ReportContent, ReportDifference, ReportSection, WeeklyReport } from "@/lib/contract/weekly-report";
import { localClockOf } from "@/lib/time/local-clock";
import { treatmentWords } from "@/lib/what-if/treatment-words";
import { CAUSE_WORDS, changeText, counted, figureText, hiddenText, percent } from "./weekly-words";

/** A table of text; numbers are written as people read them. */
export type DocumentTable = { caption: string; head: readonly string[]; rows: readonly (readonly string[])[] };

type DocumentSection = {
  key: ReportSection | "taken" | "notes" | "since" | "definitions";
  heading: string;
  paragraphs: readonly string[];
  tables: readonly DocumentTable[];
};

/** The report as a document: the same words, tables and order in Markdown, HTML and what is made of them. */
export type WeeklyDocument = {
  title: string;
  /** Range, zone, hand-over, version. */
  about: readonly string[];
  /** The first sentence. */
  sentence: string;
  sections: readonly DocumentSection[];
};

export function weeklyDocument(report: WeeklyReport, differences: readonly ReportDifference[] = []): WeeklyDocument {
  const sections = [
    figuresSection(report),
    changedSection(report),
    worstSection(report),
    dueSection(report),
    lastWeekSection(report),
    loadSection(report),
    leadersSection(report),
    unknownSection(report),
    takenSection(report),
    notesSection(report),
    sinceSection(differences),
    definitionsSection(report),
  ];
  return {
    title: `Weekly noise report: ${report.subject.name}, ${report.range.label}`,
    about: aboutLines(report),
    sentence: report.lead?.text ?? "No page in this week.",
    sections: sections.filter((section) => section !== null),
  };
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function aboutLines({ week, range, handOver, over, published, madeAt, classifierVersion }: WeeklyReport): string[] {
  const begins = handOver
    ? `; begins at the hand-over, ${WEEKDAYS[handOver.weekday]} ${String(handOver.hour).padStart(2, "0")}:00`
    : "";
  const clock = (at: string) => localClockOf(Date.parse(at), range.zone);
  const made = published
    ? `Published ${clock(published.at)}${published.by ? ` by ${published.by}` : ""}, version ${published.version}`
    : `Worked out ${clock(madeAt)}`;
  return [
    `${week} · ${range.label} · times of ${range.zone.replaceAll("_", " ")}${begins}${over ? "" : " · the week still runs"}`,
    `${made} · classifier version ${classifierVersion}`,
  ];
}

function figuresSection({ figures, trend }: WeeklyReport): DocumentSection {
  return {
    key: "figures",
    heading: "The week in figures",
    paragraphs: [],
    tables: [
      {
        caption: "Each figure beside the week before",
        head: ["Figure", "This week", "The week before", "Change"],
        rows: figures.map((figure) => [
          figure.label,
          figureText(figure.unit, figure.now),
          figure.previous ? figureText(figure.unit, figure.previous) : "not known",
          changeText(figure) ?? "",
        ]),
      },
      {
        caption: "Twelve weeks; weeks marked * are not known in full",
        head: ["Week", "Pages", "Noise share", "Unclear share", "Sleep", "Off", "Business", "Nights", "Days to squash"],
        rows: trend.map(
          ({ week, whole, pages, noiseShare, unclearShare, interruptions, disruptedNights, timeToSquash }) => [
            `${week}${whole ? "" : "*"}`,
            counted(pages),
            shareText(noiseShare),
            shareText(unclearShare),
            ...hourCells(interruptions),
            told(disruptedNights),
            timeToSquash.medianDays === null
              ? "not measured"
              : `${timeToSquash.medianDays.toFixed(1)} (n = ${timeToSquash.n})`,
          ],
        ),
      },
    ],
  };
}

function changedSection({ changed }: WeeklyReport): DocumentSection {
  const kinds = ["new", "louder", "quieter", "gone"] as const;
  const found = kinds.filter((kind) => changed.n[kind] > 0);
  return {
    key: "changed",
    heading: "What changed",
    paragraphs:
      found.length === 0
        ? ["No alert became new, louder, quieter or gone beyond chance in the last 28 days."]
        : [`In the last 28 days, beyond chance: ${kinds.map((kind) => `${changed.n[kind]} ${kind}`).join(", ")}.`],
    tables: found.map((kind) => ({
      caption: `${CHANGED[kind]}${more(changed.n[kind], changed[kind].length)}`,
      head: ["Alert", "Service", "Team", "A day before", "A day after", "Since"],
      rows: changed[kind].map(trendCells),
    })),
  };
}

const CHANGED = {
  new: "New alerts",
  louder: "Alerts that became louder",
  quieter: "Alerts that became quieter",
  gone: "Alerts that fell silent",
} as const;

const more = (n: number, listed: number) => (n > listed ? `, the first ${listed} of ${n}` : "");

function trendCells({ title, service, team, before, after, since }: SignatureTrend): string[] {
  const rate = (of: typeof before) => (of ? of.perDay.toFixed(1) : "");
  return [
    title,
    service ?? "",
    team ?? "",
    rate(before),
    rate(after),
    `${since.from.slice(0, 10)} to ${since.to.slice(0, 10)}`,
  ];
}

function worstSection({ worst }: WeeklyReport): DocumentSection {
  return {
    key: "worst",
    heading: "The worst alerts, and what to do",
    paragraphs: worst.length === 0 ? ["No alert caused noise in this week."] : [],
    tables:
      worst.length === 0
        ? []
        : [
            {
              caption: "By pain: interruptions by noise, weighted by the hour",
              head: ["Alert", "Service", "Pages", "Noise", "Sleep", "Off", "Business", "Suggested", "Because"],
              rows: worst.map(({ row, suggestion }) => [
                row.title,
                row.service ?? "",
                counted(row.pages),
                shareText(row.noiseShare),
                ...hourCells(row.noiseInterruptions),
                suggestion ? suggestionText(suggestion) : "not known",
                suggestion?.because ?? "",
              ]),
            },
          ],
  };
}

function suggestionText({ kind, treatment }: NonNullable<ReportContent["worst"][number]["suggestion"]>): string {
  return treatment ? `${kind}: ${treatmentWords(treatment)}` : kind;
}

function dueSection({ due }: WeeklyReport): DocumentSection {
  return {
    key: "due",
    heading: "Decisions due",
    paragraphs: due.length === 0 ? ["No decision is due."] : [],
    tables:
      due.length === 0
        ? []
        : [
            {
              caption: "Decisions that somebody must look at",
              head: ["Alert", "Decision", "Owner", "Review", "Why"],
              rows: due.map((one) => [one.title, one.kind, ownerText(one), one.reviewDate ?? "", whyDue(one)]),
            },
          ],
  };
}

const ownerText = ({ owner }: DecisionView) => (owner ? (owner.name ?? "a person") : "nobody");

function whyDue({ expired, forgotten, daysToReview }: DecisionView): string {
  if (expired) return "expired";
  if (forgotten === "quiet") return "quiet for 14 days: forgotten";
  if (daysToReview === null) return "";
  if (daysToReview < 0) return `review passed ${-daysToReview} days ago`;
  return daysToReview === 0 ? "review today" : `review in ${daysToReview} days`;
}

function lastWeekSection({ lastWeek }: WeeklyReport): DocumentSection {
  const { decisions, outcomes, forgotten } = lastWeek;
  const { verifiedQuiet, cameBack, hidSomethingReal, tooEarly, watching, waiting } = outcomes;
  const sentence =
    decisions.length === 0
      ? "No decision took effect in this week."
      : `${decisions.length} took effect: ${verifiedQuiet} verified quiet, ${cameBack} came back, ${hidSomethingReal} hid something real, ${tooEarly} too early to say, ${watching} watched, ${waiting} waiting.`;
  return {
    key: "last-week",
    heading: "What was decided, and did it work",
    paragraphs: [sentence, ...(forgotten > 0 ? [`${plural(forgotten, "forgotten silence")}.`] : [])],
    tables:
      decisions.length === 0
        ? []
        : [
            {
              caption: "Decisions of the week, forecast beside fact",
              head: ["Alert", "Decision", "By", "State", "Forecast", "Fact"],
              rows: decisions.map((one) => [
                one.title,
                one.treatment ? `${one.kind}: ${treatmentWords(one.treatment)}` : one.kind,
                one.decidedBy,
                one.state.replaceAll("-", " "),
                effectText(one.forecast),
                one.watch?.sentence ?? effectText(one.watch?.fact ?? null),
              ]),
            },
          ],
  };
}

function effectText(effect: DecisionView["forecast"]): string {
  if (!effect) return "none";
  return `${effect.removed} of ${effect.openings} pages away, ${effect.interruptionsSaved} interruptions and ${effect.nightsSaved} nights saved`;
}

const LOAD_HIDDEN: Record<LoadHidden, string> = {
  small: hiddenText("small"),
  remainder: hiddenText("remainder"),
  weeks: hiddenText("weeks"),
  few: "not shown: fewer than five people were interrupted",
};

const LOAD_HEAD = ["", "People", "Interruptions", "Sleep", "Off", "Business", "Nights", "Pages a week"];

function loadSection({ load }: WeeklyReport): DocumentSection | null {
  if (!load) return null;
  const { sum, previous, people, others, teams, budgets } = load;
  const rows = [
    ...people.map((person) => loadCells(person.name, "", person)),
    ...(others.people > 0 && people.length > 0
      ? [
          others.sum
            ? loadCells(`${others.people} others`, String(others.people), others.sum)
            : hiddenCells(`${others.people} others`, others.hidden),
        ]
      : []),
    sum ? loadCells("Everybody counted", String(sum.people), sum) : hiddenCells("Everybody", others.hidden),
    ...(previous ? [loadCells("The week before", String(previous.people), previous)] : []),
  ];
  return {
    key: "load",
    heading: "Who was interrupted",
    paragraphs: [
      `Pages a person and week: under ${budgets.watch} good, ${budgets.watch} to ${budgets.act} watch, more act.`,
    ],
    tables: [
      { caption: `Load of people, ${load.range.label}`, head: LOAD_HEAD, rows },
      ...(teams.length === 0
        ? []
        : [
            {
              caption: "Load of teams",
              head: [...LOAD_HEAD, "Band"],
              rows: teams.map((team) =>
                team.load
                  ? [...loadCells(team.name, String(team.people), team.load), team.load.band ?? ""]
                  : [...hiddenCells(team.name, team.hidden), ""],
              ),
            },
          ]),
    ],
  };
}

type Carried = Pick<LoadSum, "interruptions" | "disruptedNights" | "pagesPerPersonWeek">;

function loadCells(
  name: string,
  people: string,
  { interruptions, disruptedNights, pagesPerPersonWeek }: Carried,
): string[] {
  return [
    name,
    people,
    counted(interruptions.total),
    ...hourCells(interruptions),
    counted(disruptedNights),
    pagesPerPersonWeek === null ? "" : pagesPerPersonWeek.toFixed(1),
  ];
}

function hiddenCells(name: string, hidden: LoadHidden | null): string[] {
  return [name, "", hidden === null ? "nobody" : LOAD_HIDDEN[hidden], "", "", "", "", ""];
}

function leadersSection({ leaders }: WeeklyReport): DocumentSection | null {
  if (!leaders || leaders.rows.length === 0) return null;
  return {
    key: "leaders",
    heading: "Leaders and the people they lead",
    paragraphs: leaders.leftOut > 0 ? [`Leaders deeper down who are left out: ${leaders.leftOut}.`] : [],
    tables: [
      {
        caption: `People under each leader, ${leaders.range.label}`,
        head: [
          "Leader",
          "Carries a pager",
          "People",
          "Pages",
          "Noise share",
          "Sleep",
          "Off",
          "Business",
          "Nights a head",
        ],
        rows: leaders.rows.map(leaderCells),
      },
    ],
  };
}

function leaderCells({ label, own, people, pages, noiseShare, load, hidden }: LeaderRow): string[] {
  const [sleep, off, business] = load ? hourCells(load.interruptions) : [hidden ? hiddenWords(hidden) : "", "", ""];
  return [
    label,
    own ? own.carries.replaceAll("-", " ") : "not shown",
    counted(people),
    counted(pages.total),
    shareText(noiseShare),
    sleep ?? "",
    off ?? "",
    business ?? "",
    load?.nights.mean === null || load === null ? "" : load.nights.mean.toFixed(1),
  ];
}

const hiddenWords = (hidden: NonNullable<LeaderRow["hidden"]>) =>
  hiddenText(hidden === "part-weeks" ? "weeks" : hidden);

function unknownSection({ unknown, range }: WeeklyReport): DocumentSection {
  const { unclear, unclassified, tests, rejected, gaps, peopleWithoutZone, estimated, hiddenAlerts } = unknown;
  const lines = [
    `Unclear: ${shareText(unclear)} of the judged pages.`,
    `${plural(unclassified, "page")} not judged yet, ${plural(tests, "page")} of tests left out.`,
    `${plural(rejected, "record")} of the week could not be read.`,
    gaps.length === 0 ? "No gap in what was received." : null,
    `Interrupted people whose zone is not known: ${counted(peopleWithoutZone)}.`,
    estimated === null
      ? null
      : `${counted(estimated.of)} of ${counted(estimated.n)} interruptions are estimated from assignments.`,
    hiddenAlerts === 0
      ? null
      : `Alerts whose interruptions are not told, as they page fewer than five people: ${counted(hiddenAlerts)}.`,
  ];
  return {
    key: "unknown",
    heading: "What we do not know",
    paragraphs: lines.filter((line) => line !== null),
    tables:
      gaps.length === 0
        ? []
        : [
            {
              caption: "Gaps in what was received",
              head: ["Source", "From", "To", "What"],
              rows: gaps.map(({ source, from, to, message }) => [
                source,
                localClockOf(Date.parse(from), range.zone),
                localClockOf(Date.parse(to), range.zone),
                message,
              ]),
            },
          ],
  };
}

const plural = (n: number, words: string) => `${counted(n)} ${words}${n === 1 ? "" : "s"}`;

function takenSection({ taken, range }: WeeklyReport): DocumentSection | null {
  if (taken.length === 0) return null;
  return {
    key: "taken",
    heading: "Decided in the meeting",
    paragraphs: [],
    tables: [
      {
        caption: "Decisions taken from this report",
        head: ["Alert", "Decision", "Owner", "By", "At", "Reason"],
        rows: taken.map((one) => [
          one.title,
          one.treatment ? `${one.kind}: ${treatmentWords(one.treatment)}` : one.kind,
          ownerText(one),
          one.decidedBy,
          localClockOf(Date.parse(one.decidedAt), range.zone),
          one.reason,
        ]),
      },
    ],
  };
}

const SECTION_NAMES: Record<ReportSection, string> = {
  sentence: "The sentence",
  figures: "The week in figures",
  changed: "What changed",
  worst: "The worst alerts",
  due: "Decisions due",
  "last-week": "What was decided",
  load: "Who was interrupted",
  leaders: "Leaders",
  unknown: "What we do not know",
};

function notesSection({ notes, range }: WeeklyReport): DocumentSection | null {
  if (notes.length === 0) return null;
  return {
    key: "notes",
    heading: "Notes",
    paragraphs: [],
    tables: [
      {
        caption: "Notes of the meeting",
        head: ["On", "Note", "By", "At"],
        rows: notes.map(({ section, text, by, at }) => [
          SECTION_NAMES[section],
          text,
          by ?? "",
          localClockOf(Date.parse(at), range.zone),
        ]),
      },
    ],
  };
}

function sinceSection(differences: readonly ReportDifference[]): DocumentSection | null {
  if (differences.length === 0) return null;
  return {
    key: "since",
    heading: "What comes out otherwise today",
    paragraphs: [],
    tables: [
      {
        caption: "Published figures beside today's",
        head: ["Figure", "Published", "Today", "May be because"],
        rows: differences.map(({ what, frozen, now, mayBe }) => [
          what,
          frozen,
          now,
          mayBe.map((cause) => CAUSE_WORDS[cause]).join("; "),
        ]),
      },
    ],
  };
}

function definitionsSection({ figures }: WeeklyReport): DocumentSection {
  const keys = [...new Set([...figures.map(({ definition }) => definition), "pain", "became-noisy", "what-if"])];
  const known: Readonly<Record<string, { name: string; text: string; leftOut?: string }>> = DEFINITIONS;
  return {
    key: "definitions",
    heading: "What the figures mean",
    paragraphs: keys.flatMap((key) => {
      const definition = known[key];
      if (!definition) return [];
      const { name, text, leftOut } = definition;
      return [`${name}: ${text}${leftOut ? ` Left out: ${leftOut}` : ""}`];
    }),
    tables: [],
  };
}

function shareText({ value, of, n }: Share): string {
  return value === null ? "not measured" : `${percent(value)} (${counted(of)} of ${counted(n)})`;
}

function hourCells(hours: HourCounts | null): [string, string, string] {
  return hours === null
    ? ["not shown", "not shown", "not shown"]
    : [counted(hours.sleep), counted(hours.off), counted(hours.business)];
}

const told = (value: number | null) => (value === null ? "not shown" : counted(value));
