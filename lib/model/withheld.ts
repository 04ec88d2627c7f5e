/**
 * Why a figure about people is not told. `small`: fewer than five people; `remainder`: with others it would tell of so few;
 * `weeks`: less what a shorter range says it would.
 */
export const WITHHELD_BECAUSE = ["small", "remainder", "weeks"] as const;
export type WithheldBecause = (typeof WITHHELD_BECAUSE)[number];
