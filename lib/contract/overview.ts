import { z } from "zod";
import { PRIVACY_MODES } from "@/lib/model/settings";
import { Lead, NoiseTotals, PersonRow, Range, SignatureRow, TrendPoint, UnnamedPeople } from "./noise-report";

/** How fresh and how whole the data are. */
export const DataState = z.object({
  pages: z.number().int(),
  firstPageAt: z.string().nullable(),
  lastPageAt: z.string().nullable(),
  lastEventAt: z.string().nullable(),
  rejectedRecords: z.number().int(),
  /** Pages that wait for a verdict. */
  unclassified: z.number().int(),
  sample: z.boolean(),
  workspaceZone: z.string(),
  teams: z.array(z.string()),
  services: z.array(z.string()),
  /** People without a known zone: their hours are taken in the workspace's zone. */
  peopleWithoutZone: z.number().int(),
  /** A change of who may see whom, for 14 days after it. */
  privacyChange: z.object({ at: z.string(), from: z.enum(PRIVACY_MODES), to: z.enum(PRIVACY_MODES) }).nullable(),
});
export type DataState = z.infer<typeof DataState>;

export const Overview = z.object({
  range: Range,
  previousRange: Range.nullable(),
  totals: NoiseTotals,
  previous: NoiseTotals.nullable(),
  lead: Lead.nullable(),
  /** By week, or by day where the range is under three weeks; 12 points at least where data reach back. */
  trend: z.array(TrendPoint),
  trendUnit: z.enum(["day", "week"]),
  /** The five with most pain. */
  worst: z.array(SignatureRow),
  people: z.array(PersonRow),
  unnamed: UnnamedPeople,
});
export type Overview = z.infer<typeof Overview>;
