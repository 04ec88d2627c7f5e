import type { Sql } from "@/db/ctx";
import type { Change } from "@/lib/model/change";

const HOUR_MS = 3_600_000;
/** A page this long before a change may have been its cause, and one this long after it its consequence. */
const NEAR_MS = 2 * HOUR_MS;
/** An alert that grew louder is put down to an edit of its rule within two days. */
const NEAR_RULE_EDIT_MS = 48 * HOUR_MS;

type Placed = Pick<Change, "kind" | "startsAt" | "endsAt" | "service" | "team" | "environment">;

/**
 * Marks the alerts whose pages may be judged otherwise because of these changes: those with a page near them, or within
 * their window, on their service. Wider than any detector is: what a page does not say excludes nothing, but a service.
 */
export async function markNearChanges(sql: Sql, workspaceId: number, changes: readonly Placed[]): Promise<void> {
  if (changes.length === 0) return;
  const near = changes.map((change) => ({ ...change, by: change.kind === "rule-edit" ? NEAR_RULE_EDIT_MS : NEAR_MS }));
  const iso = (at: number) => new Date(at).toISOString();
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select distinct p.workspace_id, p.signature_id
    from unnest(${near.map((it) => iso(it.startsAt - it.by))}::text[],
      ${near.map((it) => iso((it.endsAt ?? it.startsAt) + it.by))}::text[],
      ${near.map((it) => it.service)}::text[], ${near.map((it) => it.team)}::text[],
      ${near.map((it) => it.environment)}::text[]) as c(from_at, to_at, service, team, environment)
    join pages p on p.workspace_id = ${workspaceId} and p.triggered_at between c.from_at::timestamptz and c.to_at::timestamptz
      and (c.service is null or lower(p.service) = lower(c.service))
      and (c.team is null or p.team is null or lower(p.team) = lower(c.team))
    join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
      and (c.environment is null or s.environment is null or lower(s.environment) = lower(c.environment))
    on conflict do nothing`;
}
