import type { View } from "@/components/panels/view";
import type { Load } from "@/lib/contract/load";
import { HIDDEN_RULE } from "./load-words";

/** Figures about people, where they may be shown. */
export function seenLoad(view: View<Load>): View<Load> {
  if (view.kind !== "ready" || view.data.sum !== null) return view;
  return { kind: "not-allowed", rule: HIDDEN_RULE[view.data.others.hidden ?? "small"] };
}
