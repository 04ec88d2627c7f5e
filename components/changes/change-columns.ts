import type { FigureTable } from "@/components/export/table";
import type { ChangeRow } from "@/lib/contract/changes";

/** Changes as they go along, one a row. */
export function changeColumns(rows: readonly ChangeRow[]): FigureTable {
  return {
    head: [
      "starts at",
      "ends at",
      "kind",
      "title",
      "service",
      "team",
      "environment",
      "rule",
      "by",
      "rollback",
      "source",
      "url",
    ],
    rows: rows.map((row) => [
      row.startsAt,
      row.endsAt ?? "",
      row.kind,
      row.title,
      row.service ?? "",
      row.team ?? "",
      row.environment ?? "",
      row.rule ?? "",
      row.by ?? "",
      row.isRollback ? "yes" : "no",
      row.sourceName,
      row.url ?? "",
    ]),
  };
}
