import type { TreatmentKind } from "@/lib/model/treatment";
import type { Verdict } from "@/lib/model/verdict";
import type { HistoryOpening } from "./history";

/**
 * What an opening counts as once a treatment took its page away. A person's verdict stands. Inferred noise is not taken
 * for certain where somebody took the page: was it acknowledged before it cleared, or ended by a person, whom a ticket or
 * a drop would have spared, it is unclear.
 */
export function priceOf(
  { verdict, judgedByPerson, acknowledged, endedBy }: HistoryOpening,
  kind: TreatmentKind,
): Verdict {
  if (judgedByPerson || verdict !== "noise") return verdict;
  const doubtful = kind === "ticket" || kind === "drop" ? endedBy === "person" : acknowledged;
  return doubtful ? "unclear" : "noise";
}
