import type {
  HourCounts,
  NoiseReport,
  NoiseTotals,
  PeopleTotals,
  Range,
  SignatureRow,
  UnnamedPeople,
  VerdictCounts,
} from "@/lib/contract/noise-report";
import { groupBy } from "@/lib/model/group-by";
import type { Settings } from "@/lib/model/settings";
import type { WithheldBecause } from "@/lib/model/withheld";
import { signatureVerdict } from "@/lib/noise/signature-verdict";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import type { Withheld } from "@/lib/privacy/withheld";
import { shareOf } from "@/lib/statistics/share-of";
import { leadOf } from "./lead";
import type { ComparedFacts, InterruptionTally, ReportFacts, SignatureTally } from "./report-facts";

export type Period<Facts = ReportFacts> = { range: Range; facts: Facts; withheld: Withheld };

/** Makes the noise report of what was counted: shares with intervals, pain, order, the first sentence. */
export function assembleReport(now: Period, before: Period<ComparedFacts> | null, settings: Settings): NoiseReport {
  const totals = totalsOf(now);
  const earlier = before && new Map(before.facts.signatures.map((row) => [row.id, pagesIn(row.counts)]));
  const signatures = rowsOf(now, earlier, settings);
  return {
    range: now.range,
    previousRange: before?.range ?? null,
    totals,
    previous: before ? totalsOf(before) : null,
    lead: leadOf(signatures, totals),
    signatures,
    people: peopleOf(now.facts),
    unnamed: unnamedOf(now),
    classifierVersion: CLASSIFIER_VERSION,
  };
}

function totalsOf({ facts, withheld }: Period<ComparedFacts>): NoiseTotals {
  const counts = sumCounts(facts.signatures.map((row) => row.counts));
  return {
    pages: pagesIn(counts),
    counts,
    noiseShare: shareOf(counts.noise, counts.noise + counts.actionable),
    unclearShare: shareOf(counts.unclear, counts.noise + counts.actionable + counts.unclear),
    signatures: facts.signatures.filter((row) => pagesIn(row.counts) > 0).length,
    ...(withheld.all === null ? peopleTotalsOf(facts) : NOT_TOLD),
    withheld: withheld.all,
  };
}

function peopleTotalsOf(facts: ComparedFacts): PeopleTotals {
  return {
    interruptions: hourCounts(facts.interruptions),
    noiseInterruptions: hourCounts(facts.interruptions.filter(isNoise)),
    estimatedInterruptions: facts.interruptions.reduce((sum, row) => sum + row.estimated, 0),
    disruptedNights: facts.disruptedNights,
    peopleWoken: facts.peopleWoken,
    timeToAcknowledge: facts.acknowledge,
  };
}

const NOT_TOLD: Record<keyof PeopleTotals, null> = {
  interruptions: null,
  noiseInterruptions: null,
  estimatedInterruptions: null,
  disruptedNights: null,
  peopleWoken: null,
  timeToAcknowledge: null,
};

/** The rows of alerts, in their order. `earlier`: pages of the period before, by alert; null = there is none. */
export function rowsOf(
  { facts, withheld }: { facts: Pick<ReportFacts, "signatures" | "interruptions">; withheld: Withheld },
  earlier: ReadonlyMap<string, number> | null,
  settings: Settings,
): SignatureRow[] {
  const interruptions = groupBy(facts.interruptions, (row) => row.signatureId);
  return facts.signatures
    .filter((row) => pagesIn(row.counts) > 0)
    .map((row) => {
      const because = withheld.alerts.get(row.id) ?? null;
      const own = because === null ? (interruptions.get(row.id) ?? []) : because;
      return rowOf(row, own, earlier && (earlier.get(row.id) ?? 0), settings);
    })
    .sort(byPain);
}

function rowOf(
  tally: SignatureTally,
  /** What it did to people, or why that is not told. */
  interruptions: readonly InterruptionTally[] | WithheldBecause,
  previousPages: number | null,
  { painWeights }: Settings,
): SignatureRow {
  const { id, signature, provider, service, team, counts, reasons, personVerdict } = tally;
  const inferred = signatureVerdict({ counts, reasons });
  const judged = personVerdict ?? inferred;
  return {
    id,
    signature,
    title: tally.title ?? "(no title)",
    provider,
    service,
    team,
    counts,
    pages: pagesIn(counts),
    previousPages,
    noiseShare: shareOf(counts.noise, counts.noise + counts.actionable),
    ...painOf(interruptions, painWeights),
    verdict: judged.verdict,
    probability: inferred.probability,
    reason: judged.reason,
    reasonPages: judged.reason === null ? 0 : (reasons[judged.reason] ?? 0),
    byPerson: personVerdict !== null,
    lastPagedAt: new Date(tally.lastPagedAt).toISOString(),
    trend: [...tally.trend],
  };
}

type Pain = Pick<SignatureRow, "interruptions" | "noiseInterruptions" | "pain" | "withheld">;

export function painOf(
  tallies: readonly InterruptionTally[] | WithheldBecause,
  weights: Settings["painWeights"],
): Pain {
  if (typeof tallies === "string")
    return { interruptions: null, noiseInterruptions: null, pain: null, withheld: tallies };
  const noisy = hourCounts(tallies.filter(isNoise));
  return {
    interruptions: hourCounts(tallies),
    noiseInterruptions: noisy,
    pain: noisy.sleep * weights.sleep + noisy.off * weights.off + noisy.business * weights.business,
    withheld: null,
  };
}

/** Most pain first, then most pages, then by title: the order is the same on every run. */
function byPain(a: SignatureRow, b: SignatureRow): number {
  return (
    (b.pain ?? 0) - (a.pain ?? 0) ||
    b.counts.noise - a.counts.noise ||
    b.pages - a.pages ||
    compare(a.title, b.title) ||
    compare(a.signature, b.signature)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** People in order of name, never of load. */
function peopleOf(facts: ReportFacts): NoiseReport["people"] {
  return facts.people
    .flatMap((person) => (person.name === null ? [] : [{ ...person, name: person.name }]))
    .map((person) => ({
      id: person.id,
      name: person.name,
      team: null,
      zone: person.zone,
      pages: person.pages,
      interruptions: {
        sleep: person.sleep,
        off: person.off,
        business: person.business,
        total: person.sleep + person.off + person.business,
      },
      noiseInterruptions: person.noise,
      disruptedNights: person.nights,
      estimated: person.estimated,
    }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** Fewer people than this are never told apart. */
const LEAST = 5;

function unnamedOf({ facts, withheld }: Period): UnnamedPeople {
  const others = facts.people.filter(({ name }) => name === null);
  const sum = (hours: "sleep" | "off" | "business") => others.reduce((all, person) => all + person[hours], 0);
  const [sleep, off, business] = [sum("sleep"), sum("off"), sum("business")];
  const few = withheld.all !== null || (others.length > 0 && others.length < LEAST);
  return { people: others.length, interruptions: few ? null : { sleep, off, business, total: sleep + off + business } };
}

const isNoise = (row: InterruptionTally) => row.verdict === "noise";

export function hourCounts(rows: readonly Pick<InterruptionTally, "hourClass" | "interruptions">[]): HourCounts {
  const counts = { sleep: 0, off: 0, business: 0, total: 0 };
  for (const { hourClass, interruptions } of rows) {
    counts[hourClass] += interruptions;
    counts.total += interruptions;
  }
  return counts;
}

/** Pages that count: everything but tests. */
export function pagesIn({ actionable, noise, unclear, unclassified }: VerdictCounts): number {
  return actionable + noise + unclear + unclassified;
}

function sumCounts(all: readonly VerdictCounts[]): VerdictCounts {
  const sum = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };
  for (const counts of all) for (const key of Object.keys(sum) as (keyof VerdictCounts)[]) sum[key] += counts[key];
  return sum;
}
