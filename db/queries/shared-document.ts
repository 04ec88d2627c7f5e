import type { Ctx } from "@/db/ctx";
import { NoiseFilter } from "@/lib/contract/filter";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import type { SharedThing } from "@/lib/model/shared-thing";
import { overviewDocument } from "@/lib/report/overview-document";
import { overviewCharts, type SharedCharts, weeklyCharts } from "@/lib/report/shared-charts";
import { type WeeklyDocument, weeklyDocument } from "@/lib/report/weekly-document";
import { withoutAnybody } from "./named/without-anybody";
import { overview } from "./overview";
import { namelessWeekly } from "./weekly-report";

export type SharedReport = { document: WeeklyDocument; charts: SharedCharts };

/** What somebody who is nobody here may be shown: the figures told to whoever sees no one, and not one name. */
export async function sharedDocument(work: Omit<Ctx, "viewer">, thing: SharedThing): Promise<SharedReport> {
  const ctx: Ctx = { ...work, viewer: { userId: "0", name: "", role: "member", personId: null } };
  if (thing.kind === "weekly-report") {
    const subject = { team: thing.team ?? undefined, leader: thing.leader ?? undefined };
    const report = await withoutAnybody(ctx, withoutLeader(await namelessWeekly(ctx, thing.week, subject)));
    return { document: weeklyDocument(report), charts: weeklyCharts(report) };
  }
  const { from, to, tz, team, service, urgency } = thing;
  const given = { from, to, tz, team: team ?? undefined, service: service ?? undefined, urgency: urgency ?? undefined };
  const shown = { ...(await overview(ctx, NoiseFilter.parse(given))), team, service };
  const nobodys = await withoutAnybody(ctx, shown);
  return { document: overviewDocument(nobodys, urgency), charts: overviewCharts(nobodys) };
}

/** Teams say who leads them to whoever knows the company: of a leader's report only how many people it is about is told. */
function withoutLeader(report: WeeklyReport): WeeklyReport {
  const { subject, leaders } = report;
  if (subject.kind !== "leader") return report;
  const people = leaders?.focus?.people ?? 0;
  return { ...report, subject: { ...subject, id: null, name: `the ${people} people under a leader` } };
}
