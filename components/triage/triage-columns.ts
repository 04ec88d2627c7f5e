import { signatureColumns } from "@/components/export/signature-columns";
import type { FigureTable } from "@/components/export/table";
import type { TriageItem } from "@/lib/contract/triage";

/** The queue as it goes along: each alert with why it is there and who sees to it. */
export function triageColumns(items: readonly TriageItem[]): FigureTable {
  const alerts = signatureColumns(items.map(({ row }) => row));
  return {
    head: ["queue pain", "flagged at", "flagged by", "why", "owner", "due", "suggestion", ...alerts.head],
    rows: items.map((item, index) => [
      item.pain?.value ?? "hidden",
      item.flaggedAt,
      item.rule,
      item.because,
      item.owner ? (item.owner.name ?? "not named") : "",
      item.dueDate ?? "",
      [item.suggestion?.verdict, item.suggestion?.reason].filter(Boolean).join(", "),
      ...(alerts.rows[index] ?? []),
    ]),
  };
}
