import type { SignatureRow } from "@/lib/contract/noise-report";
import { HOUR_HEAD } from "@/lib/report/hour-cells";
import type { FigureTable } from "./table";

const HEAD = [
  "signature",
  "title",
  "service",
  "team",
  "provider",
  "verdict",
  "reason",
  "judged by a person",
  "pages",
  "pages before",
  "actionable",
  "noise",
  "unclear",
  "not judged yet",
  "test",
  "noise share (0-1)",
  "noise share low",
  "noise share high",
  ...HOUR_HEAD,
  "by noise",
  "pain",
  "hidden",
  "last paged at",
] as const;

/** Alerts as they go along, one a row. */
export function signatureColumns(rows: readonly SignatureRow[]): FigureTable {
  return {
    head: HEAD,
    rows: rows.map((row) => [
      row.signature,
      row.title,
      row.service ?? "",
      row.team ?? "",
      row.provider,
      row.verdict,
      row.reason ?? "",
      row.byPerson ? "yes" : "no",
      row.pages,
      row.previousPages ?? "",
      row.counts.actionable,
      row.counts.noise,
      row.counts.unclear,
      row.counts.unclassified,
      row.counts.test,
      row.noiseShare.value ?? "",
      row.noiseShare.low ?? "",
      row.noiseShare.high ?? "",
      row.interruptions?.sleep ?? "",
      row.interruptions?.off ?? "",
      row.interruptions?.business ?? "",
      row.interruptions?.total ?? "",
      row.noiseInterruptions?.total ?? "",
      row.pain ?? "",
      row.withheld ?? "",
      row.lastPagedAt,
    ]),
  };
}
