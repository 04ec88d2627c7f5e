import type { FigureTable } from "@/components/export/table";
import type { DailyRate, SignatureTrend } from "@/lib/contract/trends";

const RATE = ["openings", "days", "openings a day", "low", "high"] as const;

/** Alerts that changed, as they go along; the change that lies near is a candidate, no cause. */
export function trendColumns(trends: readonly SignatureTrend[]): FigureTable {
  return {
    head: [
      "title",
      "service",
      "team",
      "change",
      "since, from",
      "since, to",
      ...RATE.map((name) => `before: ${name}`),
      ...RATE.map((name) => `after: ${name}`),
      "times as often",
      "times low",
      "times high",
      "candidate",
      "candidate starts at",
    ],
    rows: trends.map(({ title, service, team, kind, since, before, after, ratio, change }) => [
      title,
      service ?? "",
      team ?? "",
      kind,
      since.from,
      since.to,
      ...rateCells(before),
      ...rateCells(after),
      ratio?.value ?? "",
      ratio?.low ?? "",
      ratio?.high ?? "",
      change?.title ?? "",
      change?.startsAt ?? "",
    ]),
  };
}

function rateCells(rate: DailyRate | null): (string | number)[] {
  return rate ? [rate.count, rate.days, rate.perDay, rate.low, rate.high] : RATE.map(() => "");
}
