import { DEFINITIONS } from "@/lib/contract/definitions";
import { type HourCounts, type NoiseTotals, peopleTotals, type Share } from "@/lib/contract/noise-report";
import type { Overview } from "@/lib/contract/overview";
import type { DocumentTable, WeeklyDocument } from "./weekly-document";
import { counted, percent } from "./weekly-words";

type Shown = Overview & { team: string | null; service: string | null };

const HIDDEN = "not shown: fewer than five people, or what would tell of so few";
const MEANT = ["noise-share", "unclear-share", "interruptions", "hour-class", "disrupted-nights", "pain"] as const;

/** The overview of a range as a document: words and tables, nothing to click. */
export function overviewDocument(shown: Shown, urgency: string | null): WeeklyDocument {
  const { range, previousRange, totals, previous, lead, trend, trendUnit, worst, team, service } = shown;
  const narrowed = [team, service, urgency && `${urgency} urgency`].filter(Boolean);
  return {
    title: `Overview: ${[...narrowed, range.label].join(", ")}`,
    about: [
      `${range.label} · times of ${range.zone.replaceAll("_", " ")}`,
      previousRange ? `Compared with ${previousRange.label}` : "",
    ].filter(Boolean),
    sentence:
      lead?.text ?? (totals.pages === 0 ? "No page in this range." : "No few alerts stand out: the load is spread."),
    sections: [
      { key: "figures", heading: "The range in figures", paragraphs: [], tables: [figures(totals, previous)] },
      {
        key: "changed",
        heading: "Is it getting quieter?",
        paragraphs: [],
        tables: [
          {
            caption: `Pages by verdict, ${trendUnit} by ${trendUnit}`,
            head: [trendUnit === "week" ? "Week" : "Day", "Actionable", "Noise", "Unclear", "Not judged"],
            rows: trend.map(({ label, counts }) => [
              label,
              ...[counts.actionable, counts.noise, counts.unclear, counts.unclassified].map(counted),
            ]),
          },
        ],
      },
      {
        key: "worst",
        heading: "The worst alerts",
        paragraphs: worst.length === 0 ? ["None stands out."] : [],
        tables:
          worst.length === 0
            ? []
            : [
                {
                  caption: "Most pain first",
                  head: [
                    "Alert",
                    "Service",
                    "Team",
                    "Pages",
                    "Noise share",
                    "Interruptions",
                    "In sleep hours",
                    "Reason",
                  ],
                  rows: worst.map((row) => [
                    row.title,
                    row.service ?? "not known",
                    row.team ?? "not known",
                    counted(row.pages),
                    shareText(row.noiseShare),
                    row.interruptions ? counted(row.interruptions.total) : HIDDEN,
                    row.interruptions ? counted(row.interruptions.sleep) : HIDDEN,
                    row.reason ?? "none",
                  ]),
                },
              ],
      },
      {
        key: "definitions",
        heading: "What the figures mean",
        paragraphs: MEANT.map((key) => `${DEFINITIONS[key].name}: ${DEFINITIONS[key].text}`),
        tables: [],
      },
    ],
  };
}

function figures(now: NoiseTotals, before: NoiseTotals | null): DocumentTable {
  const [here, there] = [peopleTotals(now), before && peopleTotals(before)];
  const row = (name: string, tell: (totals: NoiseTotals) => string) => [
    name,
    tell(now),
    before ? tell(before) : "not known",
  ];
  const people = (name: string, tell: (totals: NonNullable<typeof here>) => string) => [
    name,
    here ? tell(here) : HIDDEN,
    // A range without a page is not one of zero interruptions: nothing is known of it.
    before === null || before.pages === 0 ? "not known" : there ? tell(there) : HIDDEN,
  ];
  return {
    caption: "Each figure beside the range before",
    head: ["Figure", "This range", "The range before"],
    rows: [
      row("Pages", ({ pages }) => counted(pages)),
      row("Noise share", ({ noiseShare }) => shareText(noiseShare)),
      row("Unclear share", ({ unclearShare }) => shareText(unclearShare)),
      row("Not judged yet", ({ counts }) => counted(counts.unclassified)),
      people("Interruptions", ({ interruptions }) => hoursText(interruptions)),
      people("Disrupted nights", ({ disruptedNights }) => counted(disruptedNights)),
      people("Median time to acknowledge", ({ timeToAcknowledge: { medianSeconds, acknowledged } }) =>
        medianSeconds === null
          ? "not measured"
          : `${(medianSeconds / 60).toFixed(1)} min (n = ${counted(acknowledged)})`,
      ),
    ],
  };
}

const shareText = ({ value, of, n }: Share) =>
  value === null ? "not measured" : `${percent(value)} (${counted(of)} of ${counted(n)})`;

const hoursText = ({ sleep, off, business, total }: HourCounts) =>
  `${counted(total)} (sleep ${counted(sleep)}, off ${counted(off)}, business ${counted(business)})`;
