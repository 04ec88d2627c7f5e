import { z } from "zod";
import { DECISION_KINDS } from "@/lib/model/decision";
import { TREATMENT_KINDS } from "@/lib/model/treatment";
import { ConnectionView } from "./connections";

const Text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !text.includes("\u0000"), "must not hold NUL");
const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

/** What people add to a decision so that it can be carried out one way. */
export const MeansBody = z.strictObject({
  applier: z.string().max(40),
  /** As they type them; null = those found from recent alerts. */
  matchers: Text(4_000).nullable(),
  config: z
    .strictObject({ name: z.string().regex(/^[\w][\w./-]{0,199}$/, "must be a file name"), text: Text(1_000_000) })
    .nullable(),
  label: z
    .strictObject({ name: z.string().regex(/^[a-zA-Z_]\w{0,99}$/, "must be a label name"), value: Text(200).min(1) })
    .nullable(),
  receiver: Text(200).min(1).nullable(),
  whileFiring: Text(4_000).nullable(),
});
export type MeansBody = z.infer<typeof MeansBody>;

export const ApplyBody = MeansBody.extend({
  /** Where it is carried out; null = it is handed out as text. */
  connectionId: Id.nullable(),
  /** Of a connection that holds many: the service of PagerDuty. */
  target: z
    .string()
    .regex(/^[A-Z0-9]{4,20}$/, "must be the id of a service, such as PABC123")
    .nullable(),
  /** SHA-256 of what was shown: what is sent is what somebody has seen. */
  seen: z.string().regex(/^[0-9a-f]{64}$/, "must be a hash"),
});
export type ApplyBody = z.infer<typeof ApplyBody>;

export const ExtendBody = z.strictObject({ until: z.iso.datetime() });

const PlannedFile = z.object({ name: z.string(), text: z.string(), diff: z.string() });

export const PlanView = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refused"), why: z.string() }),
  z.object({
    kind: z.literal("plan"),
    sentence: z.string(),
    limits: z.array(z.string()),
    /** Of what would be sent or handed out. */
    hash: z.string(),
    request: z.object({ method: z.string(), path: z.string(), body: z.string().nullable() }).nullable(),
    files: z.array(PlannedFile),
  }),
]);
export type PlanView = z.infer<typeof PlanView>;

const WayView = z.object({
  id: z.string(),
  label: z.string(),
  takes: z.string().nullable(),
  checker: z.string().nullable(),
  plan: PlanView,
});
export type WayView = z.infer<typeof WayView>;

export const ApplicationView = z.object({
  id: z.string(),
  applier: z.string(),
  connection: z.string().nullable(),
  externalId: z.string().nullable(),
  state: z.enum(["standing", "expired", "withdrawn", "removed-elsewhere", "failed", "handed-out"]),
  appliedAt: z.string(),
  endsAt: z.string().nullable(),
  checkedAt: z.string().nullable(),
  trouble: z.string().nullable(),
  withheld: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      startedAt: z.string(),
      /** When it was first missing; null = it still stands. */
      endedAt: z.string().nullable(),
      signatureId: z.string().nullable(),
      realBecause: z.string().nullable(),
    }),
  ),
  /** Of all, however many are listed. */
  withheldCount: z.number(),
  realCount: z.number(),
});
export type ApplicationView = z.infer<typeof ApplicationView>;

export const ApplyView = z.object({
  decisionId: z.string(),
  kind: z.enum(DECISION_KINDS),
  /** What is done, in words; null where there is nothing to carry out. */
  treatment: z.string().nullable(),
  treatmentKind: z.enum(TREATMENT_KINDS).nullable(),
  reason: z.string(),
  expiresAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** What the what-if said, in one line. */
  forecast: z.string().nullable(),
  matchers: z.object({
    /** One a line; null where no labels say it, and why. */
    text: z.string().nullable(),
    refused: z.string().nullable(),
    /** Recent alerts of the decision, and others, whose labels are known. */
    inside: z.number(),
    outside: z.number(),
  }),
  ways: z.array(WayView),
  connections: z.array(ConnectionView),
  applications: z.array(ApplicationView),
  canApply: z.boolean(),
  zone: z.string(),
});
export type ApplyView = z.infer<typeof ApplyView>;
