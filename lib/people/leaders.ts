import type { DateSpan, ReportingLine } from "@/lib/model/organisation";

/** Who leads in a span: whoever somebody reports to on any of its days, and whom somebody called a leader by hand. */
export function leadersIn(
  lines: readonly ReportingLine[],
  called: readonly string[],
  { fromDate, toDate }: DateSpan,
): Set<string> {
  const leading = lines.filter((line) => line.fromDate < toDate && line.toDate > fromDate);
  return new Set([...called, ...leading.map((line) => line.leaderId)]);
}
