import type { Lead, NoiseTotals, SignatureRow } from "@/lib/contract/noise-report";

/** The sentence speaks of as few alerts as make half of the load, five at most. */
export const MOST_ALERTS = 5;

type Measure = {
  what: Lead["what"];
  all: number;
  of: (row: Pick<SignatureRow, "interruptions" | "pages">) => number;
};

/**
 * The first sentence of the report: how few alerts make how much of the load. Sleep-hour interruptions where there are
 * any, else interruptions, else pages. A fixed template over counted numbers. Null where nothing was counted.
 */
export function leadOf(
  /** All, or those of the largest measure with all that are as large as the last of them. */
  signatures: readonly SignatureRow[],
  totals: Pick<NoiseTotals, "interruptions" | "pages">,
  /** Alerts of which it is not told whom they interrupted. */
  hidden: number = signatures.filter((row) => row.interruptions === null).length,
): Lead | null {
  const measure = measureOf(totals);
  if (!measure) return null;
  const ranked = signatures
    .filter((row) => measure.of(row) > 0)
    .sort((a, b) => measure.of(b) - measure.of(a) || (a.signature < b.signature ? -1 : 1));
  const chosen = asFewAsMakeHalf(ranked, measure);
  const of = chosen.reduce((sum, row) => sum + measure.of(row), 0);
  const lead = {
    what: measure.what,
    alerts: chosen.length,
    of,
    n: measure.all,
    noisyAlerts: chosen.filter((row) => row.verdict === "noise").length,
    signatures: chosen.map(({ id, title, service }) => ({ id, title, service })),
    hidden: measure.what === "pages" ? 0 : hidden,
  };
  return { ...lead, text: textOf(lead) };
}

export function measureOf({ interruptions, pages }: Pick<NoiseTotals, "interruptions" | "pages">): Measure | null {
  if (interruptions && interruptions.sleep > 0)
    return { what: "sleep-hour interruptions", all: interruptions.sleep, of: (row) => row.interruptions?.sleep ?? 0 };
  if (interruptions && interruptions.total > 0)
    return { what: "interruptions", all: interruptions.total, of: (row) => row.interruptions?.total ?? 0 };
  return pages > 0 ? { what: "pages", all: pages, of: (row) => row.pages } : null;
}

function asFewAsMakeHalf(ranked: readonly SignatureRow[], { all, of }: Measure): SignatureRow[] {
  const chosen: SignatureRow[] = [];
  let sum = 0;
  for (const row of ranked.slice(0, MOST_ALERTS)) {
    if (sum * 2 >= all) break;
    chosen.push(row);
    sum += of(row);
  }
  return chosen;
}

function textOf({ what, alerts, of, n, noisyAlerts }: Omit<Lead, "text">): string {
  const share = Math.round((of / n) * 100);
  const subject = alerts === 1 ? "1 alert" : `${alerts} alerts`;
  return `${subject} caused ${share} % of ${what} (${counted(of)} of ${counted(n)}). ${noisyText(alerts, noisyAlerts)}`;
}

const counted = (n: number) => n.toLocaleString("en-GB");

function noisyText(alerts: number, noisy: number): string {
  if (noisy === 0) return alerts === 1 ? "It is not noise by what we know." : "None of them is noise by what we know.";
  if (noisy === alerts)
    return alerts === 1 ? "It is noise." : alerts === 2 ? "Both are noise." : "All of them are noise.";
  return noisy === 1 ? "1 of them is noise." : `${noisy} of them are noise.`;
}
