import { z } from "zod";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

const Value = z.number().nullable();

export const ThresholdView = z.object({
  name: z.string(),
  unit: z.enum(["minutes", "hours", "days", "count", "share", "times", "probability"]),
  standard: z.number(),
  least: z.number(),
  most: z.number(),
  /** Of the workspace; null = the default holds. */
  workspace: Value,
  /** Of teams that have a value of their own. */
  teams: z.record(z.string(), z.number()),
});
export type ThresholdView = z.infer<typeof ThresholdView>;

/** One value set, or taken back with null; `from` and `to` null = what lies behind it holds. */
export const ThresholdChange = z.object({
  /** Null = the workspace. */
  team: z.string().nullable(),
  reason: z.enum(REASONS),
  name: z.string(),
  from: Value,
  to: Value,
});
export type ThresholdChange = z.infer<typeof ThresholdChange>;

export const NoiseSettings = z.object({
  detectors: z.array(z.object({ reason: z.enum(REASONS), thresholds: z.array(ThresholdView) })),
  /** Teams as pages name them, and those with values of their own. */
  teams: z.array(z.string()),
  canChange: z.boolean(),
  /** Who changed what, the last first. */
  history: z.array(z.object({ id: z.string(), at: z.string(), by: z.string(), changes: z.array(ThresholdChange) })),
  zone: z.string(),
});
export type NoiseSettings = z.infer<typeof NoiseSettings>;

export const ThresholdsBody = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        team: z.string().min(1).max(200).nullable(),
        reason: z.string().max(40),
        name: z.string().max(40),
        value: z.number().nullable(),
      }),
    )
    .min(1)
    .max(500),
});
export type ThresholdsBody = z.infer<typeof ThresholdsBody>;

/** What saving would do to the pages of the last 28 days. */
export const ThresholdsPreview = z.object({
  /** Alerts that would be judged again. */
  alerts: z.number().int(),
  /** Their pages of the last 28 days. */
  pages: z.number().int(),
  /** Null: too many pages to try it out on. */
  changed: z
    .object({
      pages: z.number().int(),
      moves: z.array(z.object({ from: z.enum(VERDICTS).nullable(), to: z.enum(VERDICTS), pages: z.number().int() })),
      /** Pages that keep the verdict and change the reason. */
      reasons: z.number().int(),
    })
    .nullable(),
});
export type ThresholdsPreview = z.infer<typeof ThresholdsPreview>;

export const SavedThresholds = z.object({ alerts: z.number().int() });
export type SavedThresholds = z.infer<typeof SavedThresholds>;
