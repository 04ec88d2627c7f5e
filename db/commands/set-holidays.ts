import type { Ctx } from "@/db/ctx";
import type { HolidayCalendar } from "@/lib/model/settings";
import { holidayDates } from "@/lib/time/holidays";
import { changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { changeSettings } from "./change-settings";
import { everybody } from "./set-hours";

/** Public holidays of people who have none of their own; null = none. */
export function setHolidays(ctx: Ctx, calendar: HolidayCalendar | null): Promise<void> {
  return changeOrganisation(ctx, "hours-changed", async (sql) => {
    // Throws for a country or region whose holidays nobody knows.
    if (calendar) holidayDates(calendar);
    const changed = calendar
      ? await changeSettings(sql, ctx.workspaceId, { holidays: calendar })
      : (
          await sql`
            update workspaces set settings = settings - 'holidays'
            where id = ${ctx.workspaceId} and settings ? 'holidays' returning id`
        ).length > 0;
    if (!changed) return NOTHING_CHANGED;
    const { country = null, region = null } = calendar ?? {};
    return {
      details: { of: "workspace", holidays: country, region },
      clocks: await everybody(sql, ctx.workspaceId),
    };
  });
}
