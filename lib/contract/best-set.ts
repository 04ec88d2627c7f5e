import { z } from "zod";
import { DECISION_KINDS } from "@/lib/model/decision";
import { Treatment } from "./treatment";
import { EffectView } from "./what-if";

const Name = z.string().min(1).max(200);

export const BestSetAsk = z
  .strictObject({ team: Name.optional(), service: Name.optional(), until: z.iso.datetime({ offset: true }).optional() })
  .refine(({ team, service }) => team !== undefined || service !== undefined, "name a team or a service");
export type BestSetAsk = z.infer<typeof BestSetAsk>;

const Span = z.object({
  /** Epoch milliseconds, included. */
  from: z.number(),
  /** Epoch milliseconds, not included. */
  to: z.number(),
});
const Alert = z.object({ signatureId: z.string(), title: z.string().nullable(), because: z.string() });

export const BestSetView = z.object({
  zone: z.string(),
  /** Of all these alerts over the whole history. */
  openings: z.number().int(),
  fit: Span,
  shown: Span,
  /** What all choices together would have done. */
  together: EffectView,
  /** Interruptions saved by each alone, added up: not what they save together. */
  alone: z.number().int(),
  choices: z.array(
    Alert.extend({
      kind: z.enum(DECISION_KINDS),
      treatment: Treatment,
      alone: z.number().int(),
      more: z.number().int(),
      /** What is decided of it already; null = nothing is in force. */
      inForce: z.enum(DECISION_KINDS).nullable(),
    }),
  ),
  kept: z.array(Alert),
  mayDecide: z.boolean(),
});
export type BestSetView = z.infer<typeof BestSetView>;
