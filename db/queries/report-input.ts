import type { Ctx } from "@/db/ctx";
import type { ReportFilter } from "@/lib/contract/weekly-report";
import type { WeeklyInput } from "@/lib/report/weekly-file";
import { viewNamed } from "./named/view-named";
import { namelessWeekly, reportComparison, weeklyReport } from "./weekly-report";

/** What a file of a week's report is written of. That it was made is noted, of whom and as what, whomever it names. */
export async function reportInput(
  ctx: Ctx,
  week: string,
  filter: ReportFilter,
  { names }: { names: boolean },
): Promise<WeeklyInput> {
  const nobody = { ...ctx, viewer: { ...ctx.viewer, personId: null } };
  const read = async () => {
    const report = await (names ? weeklyReport(ctx, week, filter, filter) : namelessWeekly(ctx, week, filter, filter));
    const compared =
      report.published &&
      (await reportComparison(names ? ctx : nobody, week, filter, String(report.published.version)));
    return { report, differences: compared?.differences ?? [], made: { by: ctx.viewer.name, at: ctx.now } };
  };
  const asked = Object.fromEntries(Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  return viewNamed(ctx, { screen: "report", week, ...asked }, [], read, "export");
}
