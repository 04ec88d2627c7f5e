import { z } from "zod";
import { REASONS } from "@/lib/model/verdict";
import { NoiseTotals, Range, SignatureRow } from "./noise-report";

export const Noise = z.object({
  range: Range,
  totals: NoiseTotals,
  /** All signatures of the range, most pain first. */
  signatures: z.array(SignatureRow),
  /** Pages by reason, most first. */
  reasons: z.array(
    z.object({ reason: z.enum(REASONS), pages: z.number().int(), sleepInterruptions: z.number().int().nullable() }),
  ),
  /** Share of all noise interruptions that the first ten signatures make. */
  topTen: z.object({ interruptions: z.number().int(), of: z.number().int() }).nullable(),
});
export type Noise = z.infer<typeof Noise>;
