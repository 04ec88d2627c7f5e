import type { FigureTable } from "@/components/export/table";
import type { DeliveryRow, LedgerDay, LedgerView } from "@/lib/contract/ledger";
import type { Ledger } from "@/lib/contract/sources";

const COUNTS = ["received", "stored", "duplicate", "ignored", "rejected"] as const;
const countCells = (ledger: Ledger) => COUNTS.map((end) => ledger[end]);

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
