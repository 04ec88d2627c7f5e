import { z } from "zod";
import { URGENCIES } from "@/lib/model/page-event";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

/** The URL is the only filter state. Range grammar: lib/time/range.ts. */
export const RangeParams = z.object({
  from: z.string().max(40).default("now-1w/w"),
  to: z.string().max(40).default("now-1w/w"),
  /** IANA zone of the screen; the workspace's when missing. */
  tz: z.string().max(64).optional(),
  compare: z.enum(["previous", "none"]).default("previous"),
});

export const NoiseFilter = RangeParams.extend({
  team: z.string().max(200).optional(),
  service: z.string().max(200).optional(),
  urgency: z.enum(URGENCIES).optional(),
});
export type NoiseFilter = z.infer<typeof NoiseFilter>;

export const HOUR_CLASS_FILTER = ["sleep", "off", "business"] as const;
export const PAGE_SORTS = [
  "opened",
  "service",
  "title",
  "verdict",
  "acknowledge",
  "duration",
  "interruptions",
] as const;

/** The pages explorer: everything that a figure elsewhere can narrow to. */
export const PagesFilter = NoiseFilter.extend({
  signature: z.string().max(40).optional(),
  verdict: z.enum(VERDICTS).optional(),
  reason: z.enum(REASONS).optional(),
  person: z.string().max(40).optional(),
  hours: z.enum(HOUR_CLASS_FILTER).optional(),
  /** never = nobody acknowledged it. */
  acknowledged: z.enum(["yes", "never"]).optional(),
  q: z.string().max(200).optional(),
  sort: z.enum(PAGE_SORTS).default("opened"),
  dir: z.enum(["asc", "desc"]).default("desc"),
});
export type PagesFilter = z.infer<typeof PagesFilter>;
