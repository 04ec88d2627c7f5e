import type { Ctx, Sql } from "@/db/ctx";
import type { PlaceBody } from "@/lib/contract/organisation";
import { AppError } from "@/lib/errors";
import { EVER } from "@/lib/model/organisation";
import { sayFrom } from "@/lib/people/timeline";
import { isZone } from "@/lib/time/boundaries";
import { holidayDates } from "@/lib/time/holidays";
import { assertPeople, changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { placeTimelines, samePlace, storePlaces } from "./organisation-timelines";

/** Zone, country and region of a person from a date on. Their interruptions since are put in other hours. */
export function setPlace(ctx: Ctx, personId: string, { fromDate, ...place }: PlaceBody): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql: Sql) => {
    if (!/^[a-z]/i.test(place.timeZone) || !isZone(place.timeZone))
      throw new AppError("invalid", `The time zone ${place.timeZone} is not known.`);
    // Throws for a country or region whose holidays nobody knows.
    if (place.country !== null) holidayDates({ country: place.country, region: place.region });
    else if (place.region !== null) throw new AppError("invalid", "A region stands with its country.");
    await assertPeople(sql, ctx.workspaceId, [personId]);
    const before = (await placeTimelines(sql, ctx.workspaceId, [personId])).get(personId) ?? [];
    const after = sayFrom(before, { fromDate: fromDate ?? EVER, value: place, origin: "hand" }, samePlace);
    if (after === before) return NOTHING_CHANGED;
    await storePlaces(sql, ctx.workspaceId, new Map([[personId, after]]));
    const details = { changed: "place", personId, fromDate, ...place };
    return { details, personIds: [personId], clocks: [personId] };
  });
}
