import type { FigureTable } from "@/components/export/table";
import type { DecisionView } from "@/lib/contract/decision";
import { KIND_WORDS, STATE_WORDS } from "./decision-words";

/** Decisions as they go along, one a row. */
export function decisionColumns(decisions: readonly DecisionView[]): FigureTable {
  return {
    head: [
      "alert",
      "service",
      "team",
      "decision",
      "state",
      "reason",
      "owner",
      "decided by",
      "decided at",
      "flagged at",
      "expires at",
      "review date",
      "interruptions saved, forecast",
      "interruptions saved, fact",
      "nights saved, forecast",
      "nights saved, fact",
      "what was seen",
    ],
    rows: decisions.map((one) => [
      one.title,
      one.service ?? "",
      one.team ?? "",
      KIND_WORDS[one.kind].done,
      STATE_WORDS[one.state],
      one.reason,
      one.owner ? (one.owner.name ?? "not named") : "",
      one.decidedBy,
      one.decidedAt,
      one.flaggedAt,
      one.expiresAt ?? "",
      one.reviewDate ?? "",
      one.forecast?.interruptionsSaved ?? "",
      one.watch?.fact?.interruptionsSaved ?? "",
      one.forecast?.nightsSaved ?? "",
      one.watch?.fact?.nightsSaved ?? "",
      one.watch?.sentence ?? "",
    ]),
  };
}
