import type { Ctx } from "@/db/ctx";
import { NoiseFilter } from "@/lib/contract/filter";
import type { SharedThing } from "@/lib/model/shared-thing";
import { overviewDocument } from "@/lib/report/overview-document";
import { type WeeklyDocument, weeklyDocument } from "@/lib/report/weekly-document";
import { withoutAnybody } from "./named/without-anybody";
import { overview } from "./overview";
import { namelessWeekly } from "./weekly-report";

/** What somebody who is nobody here may be shown: the figures told to whoever sees no one, and not one name. */
export async function sharedDocument(work: Omit<Ctx, "viewer">, thing: SharedThing): Promise<WeeklyDocument> {
  const ctx: Ctx = { ...work, viewer: { userId: "0", name: "", role: "member", personId: null } };
  if (thing.kind === "weekly-report") {
    const report = await namelessWeekly(ctx, thing.week, { team: thing.team ?? undefined });
    return weeklyDocument(await withoutAnybody(ctx, report));
  }
  const { from, to, tz, team, service, urgency } = thing;
  const given = { from, to, tz, team: team ?? undefined, service: service ?? undefined, urgency: urgency ?? undefined };
  const shown = { ...(await overview(ctx, NoiseFilter.parse(given))), team, service };
  return overviewDocument(await withoutAnybody(ctx, shown), urgency);
}
