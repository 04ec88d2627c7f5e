/** Why a figure about people is not told. `small`: fewer than five people; `remainder`: with others it would tell of so few. */
export const WITHHELD_BECAUSE = ["small", "remainder"] as const;
export type WithheldBecause = (typeof WITHHELD_BECAUSE)[number];
