import type { Sql } from "@/db/ctx";
import type { PersonRow } from "@/lib/people/read-organisation";
import { onDate, type Stretch } from "@/lib/people/timeline";
import { type Place, placeTimelines, samePlace, storePlaces } from "./organisation-timelines";
import { type Context, take } from "./organisation-words";

/** Stores where people live. Returns whose zone or holidays are others. */
export async function hearPlaces(context: Context, rows: readonly PersonRow[]): Promise<string[]> {
  const { sql, workspaceId, ids, people, who, outcomes, today } = context;
  const timelines = new Map(await placeTimelines(sql, workspaceId, ids));
  const bases = await basePlaces(sql, workspaceId, ids);
  const write = ({ timeZone, country, region }: Place) =>
    [timeZone.replaceAll("_", " "), [country, region].filter(Boolean).join("-")].filter(Boolean).join(", ");
  const heard = { ...context, timelines, what: "place" as const, same: samePlace, write };
  const changed = new Map<string, readonly Stretch<Place>[]>();
  for (const row of rows) {
    if (row.timeZone === undefined && row.country === undefined) continue;
    const id = people.get(row.email) ?? "";
    const stretches = timelines.get(id) ?? [];
    const base = bases.get(id);
    const now = onDate(stretches, row.fromDate ?? today)?.value ?? base;
    const timeZone = row.timeZone ?? now?.timeZone;
    if (timeZone === undefined || timeZone === null) {
      outcomes.notes.push({ line: row.line, why: "the country is read only together with a time zone" });
      continue;
    }
    const country = row.country ?? now?.country ?? null;
    const region = row.region ?? (country === now?.country ? (now?.region ?? null) : null);
    const value = { timeZone, country, region };
    // What providers told already needs no word of its own.
    if (stretches.length === 0 && base?.timeZone && samePlace(value, { ...base, timeZone: base.timeZone })) continue;
    if (take(heard, { id, line: row.line, who: who(row), fromDate: row.fromDate, value }))
      changed.set(id, timelines.get(id) ?? []);
  }
  await storePlaces(sql, workspaceId, changed);
  return [...changed.keys()];
}

type Base = { timeZone: string | null; country: string | null; region: string | null };

async function basePlaces(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<ReadonlyMap<string, Base>> {
  const rows = await sql<(Base & { id: string })[]>`
    select id, time_zone as "timeZone", country, region from people
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
  return new Map(rows.map(({ id, ...base }) => [id, base]));
}
