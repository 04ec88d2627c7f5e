import type { FigureTable } from "@/components/export/table";
import type { ReportsList } from "@/lib/contract/weekly-report";

/** The weeks that have a report, as they go along; pages that are not counted are an empty cell. */
export function weekColumns(weeks: ReportsList["weeks"]): FigureTable {
  return {
    head: ["week", "from", "to", "over", "pages", "published at", "version", "notes"],
    rows: weeks.map(({ week, range, over, pages, published, notes }) => [
      week,
      range.from,
      range.to,
      over ? "yes" : "no",
      pages ?? "",
      published?.at ?? "",
      published?.version ?? "",
      notes,
    ]),
  };
}
