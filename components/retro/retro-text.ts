import { formatDuration } from "@/components/format/duration";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { WITHHELD_RULE } from "@/components/panels/withheld-words";
import { type NoiseTotals, peopleTotals } from "@/lib/contract/noise-report";
import type { Overview } from "@/lib/contract/overview";

/** What the range comes to; the same sentence as on the overview. */
export function retroSentence({ lead, totals }: Overview): string {
  if (lead) return lead.text;
  return totals.pages === 0 ? "No pages in this range." : "No few alerts stand out: the load is spread.";
}

/** The figures of the overview, a line each, with those of the period before. */
export function retroFigures({ totals, previous }: Overview): string[] {
  const before = previous && previous.pages > 0 ? previous : null;
  return [
    `Pages: ${formatCount(totals.pages)}${was(before, ({ pages }) => formatCount(pages))}`,
    `Noise share: ${formatPercent(totals.noiseShare.value)} (${formatInterval(totals.noiseShare) ?? "too few pages"}), n = ${formatCounted(totals.noiseShare.n, "page", "pages")}${was(before, ({ noiseShare }) => formatPercent(noiseShare.value))}`,
    `Unclear share: ${formatPercent(totals.unclearShare.value)}, n = ${formatCounted(totals.unclearShare.n, "page", "pages")}`,
    ...peopleLines(totals, before),
  ];
}

function peopleLines(totals: NoiseTotals, previous: NoiseTotals | null): string[] {
  const people = peopleTotals(totals);
  if (people === null) return [`Interruptions and nights: not shown, ${WITHHELD_RULE[totals.withheld ?? "small"]}`];
  const before = previous && peopleTotals(previous);
  const { interruptions, estimatedInterruptions, disruptedNights, peopleWoken, timeToAcknowledge } = people;
  return [
    `Interruptions: ${formatCount(interruptions.total)}, of them ${formatCount(interruptions.sleep)} in sleep hours, ${formatCount(interruptions.off)} off hours, ${formatCount(interruptions.business)} business; ${formatCount(estimatedInterruptions)} estimated${was(before, (then) => formatCount(then.interruptions.total))}`,
    `Disrupted nights: ${formatCount(disruptedNights)} of ${formatCounted(peopleWoken, "person", "people")}${was(before, (then) => formatCount(then.disruptedNights))}`,
    `Median time to acknowledge: ${formatDuration(timeToAcknowledge.medianSeconds)}, n = ${formatCounted(timeToAcknowledge.acknowledged, "page", "pages")}; ${formatCount(timeToAcknowledge.neverAcknowledged)} never acknowledged${was(before, (then) => formatDuration(then.timeToAcknowledge.medianSeconds))}`,
  ];
}

function was<T>(before: T | null, say: (before: T) => string): string {
  return before === null ? "" : `; ${say(before)} in the period before`;
}
