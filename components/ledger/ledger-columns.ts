import type { FigureTable } from "@/components/export/table";
import { formatLocalDay } from "@/components/format/time";
import type { DeliveryDetail, DeliveryRow, LedgerDay, LedgerSource, LedgerView } from "@/lib/contract/ledger";
import type { Ledger } from "@/lib/contract/sources";

const COUNTS = ["received", "stored", "duplicate", "ignored", "rejected"] as const;
const countCells = (ledger: Ledger) => COUNTS.map((end) => ledger[end]);

/** Of whole days, both of them included, as a table says it. */
export const spanOf = ({ from, to, zone }: Pick<LedgerView, "from" | "to" | "zone">) => ({
  first: from,
  last: to,
  zone,
  label: spanWords(from, to),
});

/** "9 Nov 2026 – 15 Nov 2026", "on 9 Nov 2026" */
export function spanWords(from: string, to: string): string {
  return from === to ? `on ${formatLocalDay(from)}` : `${formatLocalDay(from)} – ${formatLocalDay(to)}`;
}

/** Sources with what became of all that each sent, as they go along. */
export function sourceColumns(sources: readonly LedgerSource[]): FigureTable {
  return {
    head: ["source", ...COUNTS, "waiting", "refused", "last received at"],
    rows: sources.map((source) => [
      source.name,
      ...countCells(source),
      source.waiting,
      source.refused,
      source.lastReceivedAt ?? "",
    ]),
  };
}

/** The days of the ledger as they go along; a day without a row is one on which nothing came. */
export function ledgerColumns({ days, sources }: Pick<LedgerView, "days" | "sources">): FigureTable {
  const names = new Map(sources.map(({ id, name }) => [id, name]));
  return {
    head: ["day", "source", ...COUNTS, "waiting", "refused", "reasons"],
    rows: days.map((day) => [
      day.day,
      names.get(day.sourceId) ?? day.sourceId,
      ...countCells(day),
      day.waiting,
      day.refused,
      reasonsOf(day),
    ]),
  };
}

function reasonsOf({ ignoredReasons, rejectedReasons, refusedReasons }: LedgerDay): string {
  return [
    ...ignoredReasons.map(({ reason, records }) => `ignored ${records}: ${reason}`),
    ...rejectedReasons.map(({ reason, records }) => `rejected ${records}: ${reason}`),
    ...refusedReasons.map(({ reason, requests }) => `refused ${requests}: ${reason}`),
  ].join("; ");
}

/** Deliveries, files and records as they go along. */
export function recordColumns(rows: readonly DeliveryRow[]): FigureTable {
  return {
    head: ["received at", "source", "what", "came by", "file", "place", "bytes", ...COUNTS, "waiting", "why"],
    rows: rows.map((row) => [
      row.receivedAt,
      row.sourceName,
      row.kind,
      row.via,
      row.fileName ?? "",
      row.place ?? "",
      row.bytes ?? "",
      ...countCells(row),
      row.waiting ? "yes" : "no",
      row.why ?? "",
    ]),
  };
}

/** The records of one delivery as they go along. */
export function deliveryRecordColumns(records: DeliveryDetail["records"]): FigureTable {
  return {
    head: ["place", "line", "outcome", "why", "left out", "changes", "pages"],
    rows: records.map(({ place, line, outcome, why, issues, changes, pages }) => [
      place,
      line ?? "",
      outcome,
      why ?? "",
      issues.join("; "),
      (changes ?? []).join("; "),
      pages.map(({ pageKey }) => pageKey).join("; "),
    ]),
  };
}
