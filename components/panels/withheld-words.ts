import type { WithheldBecause } from "@/lib/model/withheld";

/** The rule that hides figures about people, as the end of a sentence. */
export const WITHHELD_RULE: Record<WithheldBecause, string> = {
  small: "fewer than 5 people stand behind them whom you may not see by name.",
  remainder: "with other figures they would tell of fewer than 5 people.",
  weeks: "in a workspace without names they are told of whole weeks that are over.",
};
