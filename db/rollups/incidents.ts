import type { Sql } from "@/db/ctx";
import type { Reason } from "@/lib/model/verdict";

/** Consequences and repeats of another page: one problem is one incident, however many pages it makes. */
const STANDS_FOR_NONE: readonly (Reason | null)[] = ["duplicate", "storm-symptom", "test", "flapping"];
const NO_INCIDENT = STANDS_FOR_NONE.map((reason) => `'${reason}'`).join(", ");

/** Two reasons of one kind make the same incidents. */
export function incidentKindOf(reason: Reason | null): "flapping" | "none" | "own" {
  if (reason === "flapping") return "flapping";
  return STANDS_FOR_NONE.includes(reason) ? "none" : "own";
}

/** Of a page that no provider merged: ids are positive, so that an alert that flaps is never taken for a page. */
const ownIncident = (page: string) =>
  `case when ${page}.reason = 'flapping' then -${page}.signature_id
    when ${page}.reason in (${NO_INCIDENT}) then null else ${page}.id end`;

/**
 * What tells the incident of a page apart from others, null where another page stands for it. The provider's word comes
 * first: a page that it merged counts as the page in which the merges end, `parent`, which may not be known to us.
 * `isCounted`: that one is among what is counted, on a day of its own. Merges in a circle are one incident.
 */
const incidentOf = (page: string, isCounted: string) => `case
  when ${page}.reason = 'test' then null
  when ${page}.merged_into is null then ${ownIncident(page)}
  else (
    with recursive parents(id) as (
      select ${page}.merged_into
      union select parent.merged_into from parents
      join pages parent on parent.workspace_id = ${page}.workspace_id and parent.id = parents.id
      where parent.merged_into is not null
    )
    select case when bool_and(parent.merged_into is not null) then min(parents.id)
      else max(case when parent.id is null then parents.id
        when parent.merged_into is null and not ${isCounted} then ${ownIncident("parent")} end) end
    from parents left join pages parent on parent.workspace_id = ${page}.workspace_id and parent.id = parents.id
  ) end`;

/** The incident of a page `p` for its team. */
export const teamIncident = incidentOf("p", "(parent.team is not distinct from p.team)");

/** The incident of a page `p` for the person of the interruption `i` that it began. */
export const personIncident = incidentOf(
  "p",
  `exists (select from interruptions own
    where own.workspace_id = i.workspace_id and own.person_id = i.person_id and own.page_id = parent.id)`,
);

/** The pages that a provider merged into some of these, however far: they count as what these count as. */
export async function mergedPages(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<string[]> {
  if (pageIds.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    with recursive parts(id) as (
      select id from pages where workspace_id = ${workspaceId} and merged_into = any(${pageIds as string[]}::bigint[])
      union select p.id from parts join pages p on p.workspace_id = ${workspaceId} and p.merged_into = parts.id
    )
    select id from parts`;
  return rows.map(({ id }) => id);
}
