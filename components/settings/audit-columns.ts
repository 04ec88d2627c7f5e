import type { FigureTable } from "@/components/export/table";
import type { AuditEntryView } from "@/lib/contract/audit";
import { AUDIT_WORDS } from "./audit-words";

/** The audit log as it goes along, the newest first; no name = the program itself. */
export function auditColumns(rows: readonly AuditEntryView[]): FigureTable {
  return {
    head: ["row", "at", "by", "did", "people", "details"],
    rows: rows.map(({ no, at, by, what, people, details }) => [
      no,
      at,
      by ?? "",
      AUDIT_WORDS[what],
      people.join("; "),
      details.join("; "),
    ]),
  };
}
