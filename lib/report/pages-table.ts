import type { PageRow } from "@/lib/contract/page";
import { HOUR_HEAD } from "./hour-cells";

export const PAGES_HEAD = [
  "page",
  "source",
  "opened at",
  "ended at",
  "ended by",
  "title",
  "service",
  "team",
  "urgency",
  "priority",
  "verdict",
  "reason",
  "judged by",
  "seconds to acknowledge",
  "acknowledged",
  ...HOUR_HEAD,
  "people",
  "others, not named",
] as const;

/** A page as a row of a file; nothing is an empty cell. Instants are UTC. */
export function pageCells(row: PageRow): (string | number)[] {
  const { interruptions } = row;
  return [
    row.number ?? row.pageKey,
    row.provider,
    row.triggeredAt,
    row.endedAt ?? "",
    row.endedBy,
    row.title ?? "",
    row.service ?? "",
    row.team ?? "",
    row.urgency ?? "",
    row.priority ?? "",
    row.verdict ?? "not judged yet",
    row.reason ?? "",
    row.origin ?? "",
    row.secondsToAcknowledge ?? "",
    row.acknowledged === null ? "not known" : row.acknowledged ? "yes" : "never",
    interruptions.sleep ?? "",
    interruptions.off ?? "",
    interruptions.business ?? "",
    interruptions.total,
    row.people.join("; "),
    row.unnamed,
  ];
}
