import { z } from "zod";
import { LINES } from "@/lib/model/page";
import { URGENCIES } from "@/lib/model/page-event";
import { REASONS, VERDICTS } from "@/lib/model/verdict";
import { words } from "./words";

/** The URL is the only filter state. Range grammar: lib/time/range.ts. */
const RangeParams = z.object({
  /** Where the range begins: `now-1w/w`, `2026-11-09`, an ISO date-time or epoch milliseconds; `/w` rounds down. */
  from: words(40).default("now-1w/w"),
  /** Where it ends; `/w` rounds up, and a bare date is in it. */
  to: words(40).default("now-1w/w"),
  /** IANA zone of the screen; the workspace's when missing. */
  tz: words(64).optional(),
  /** Whether the range before is worked out as well. */
  compare: z.enum(["previous", "none"]).default("previous"),
});

export const NoiseFilter = RangeParams.extend({
  /** By name, as pages carry it. */
  team: words(200).optional(),
  /** By name. */
  service: words(200).optional(),
  /** Of the telling. */
  urgency: z.enum(URGENCIES).optional(),
});
export type NoiseFilter = z.infer<typeof NoiseFilter>;

const HOUR_CLASS_FILTER = ["sleep", "off", "business"] as const;
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
  /** Id of an alert. */
  signature: words(40).optional(),
  /** The one that counts: a person's where there is one. */
  verdict: z.enum(VERDICTS).optional(),
  reason: z.enum(REASONS).optional(),
  /** Id of a person whom it interrupted. */
  person: words(40).optional(),
  /** Of `person`: pages counted for them by the line on which they came, each on the day it first did. */
  line: z.enum(LINES).optional(),
  /** Pages that interrupted anybody under this leader. */
  under: words(40).optional(),
  /** elsewhere = the owner is no team of the people it rang. */
  owner: z.enum(["elsewhere"]).optional(),
  /** Pages that interrupted anybody of this team, on the days on which they were in it. */
  rang: words(200).optional(),
  /** Hour class of an interruption. */
  hours: z.enum(HOUR_CLASS_FILTER).optional(),
  /** Interruptions by the clock of the person: weekday 0 = Monday; hour as it begins. */
  weekday: z
    .string()
    .regex(/^[0-6]$/, "must be 0 to 6, Monday is 0")
    .optional(),
  hour: z
    .string()
    .regex(/^(1?\d|2[0-3])$/, "must be 0 to 23")
    .optional(),
  /** short = in a night that left less than 11 hours of rest. */
  rest: z.enum(["short"]).optional(),
  /** never = nobody acknowledged it. */
  acknowledged: z.enum(["yes", "never"]).optional(),
  /** Words of the title. */
  q: words(200).optional(),
  sort: z.enum(PAGE_SORTS).default("opened"),
  dir: z.enum(["asc", "desc"]).default("desc"),
});
export type PagesFilter = z.infer<typeof PagesFilter>;

/** Which of the rows. */
export const Portion = z.object({
  /** Rows to pass over. */
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  /** Rows in one answer. */
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** The Leaders screen. */
export const LeadersFilter = RangeParams.extend({
  /** Whose organisation: the viewer's own when missing, else the first at the top. */
  leader: words(40).optional(),
  /** Two leaders, `id,id`: their organisations side by side. */
  beside: words(41).optional(),
});
export type LeadersFilter = z.infer<typeof LeadersFilter>;
