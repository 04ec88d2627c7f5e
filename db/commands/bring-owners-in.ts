import type { Sql } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import { EVER } from "@/lib/model/organisation";
import { readServiceOwners } from "@/lib/people/read-service-owners";
import type { Stretch } from "@/lib/people/timeline";
import { ensureTeams } from "./ensure-teams";
import { teamNames } from "./hear-teams";
import { ownerTimelines, storeOwners } from "./organisation-timelines";
import { type Done, type Options, Outcomes, take } from "./organisation-words";

/** Brings a file of services and the teams that own them in. In the caller's transaction. */
export async function bringOwnersIn(sql: Sql, workspaceId: number, options: Options, today: string): Promise<Done> {
  const read = readServiceOwners(storable(options.text));
  const outcomes = new Outcomes([...read.errors], []);
  const dated = new Set(read.rows.flatMap(({ service, fromDate }) => (fromDate === null ? [] : [service])));
  const rows = read.rows
    .map((row) => ({ ...row, fromDate: row.fromDate ?? (dated.has(row.service) ? EVER : options.fromDate) }))
    .sort((a, b) => (a.fromDate ?? EVER).localeCompare(b.fromDate ?? EVER, "en") || a.line - b.line);
  const { ids, made } = await ensureTeams(
    sql,
    workspaceId,
    rows.flatMap(({ team }) => team ?? []),
  );
  const services = [...new Set(rows.map(({ service }) => service))];
  const timelines = new Map(await ownerTimelines(sql, workspaceId, services));
  const known = new Set([...timelines.values()].flatMap((all) => all.map(({ value }) => value)));
  const names = await teamNames(sql, workspaceId, [...known, ...ids.values()]);
  const write = (id: string) => names.get(id) ?? "";
  const heard = { timelines, today, origin: options.origin, outcomes, what: "owner" as const, same: Object.is, write };
  const changed = new Map<string, readonly Stretch<string>[]>();
  for (const { line, service, team, fromDate } of rows) {
    const value = team === null ? null : (ids.get(team) ?? null);
    if (take(heard, { id: service, line, who: service, fromDate, value }))
      changed.set(service, timelines.get(service) ?? []);
  }
  await storeOwners(sql, workspaceId, changed);
  const imported = outcomes.told(rows.length, made);
  const details =
    changed.size > 0 ? { changed: "file", kind: "services", rows: rows.length, ...imported.counts } : null;
  const teamIds = [...new Set([...known, ...ids.values()])];
  return { imported, changed: { details, members: { personIds: [], teamIds } } };
}
