import type { Ctx } from "@/db/ctx";
import type { ActivityFilter, ActivityView } from "@/lib/contract/decision";

type Entry = Omit<ActivityView["entries"][number], "at"> & { at: Date };

const PAGE = 40;

/** What was decided, and what became of it, the last first: who, when, and the sentence with its numbers. */
export async function activity(ctx: Ctx, { before }: ActivityFilter): Promise<ActivityView> {
  const { sql, workspaceId, zone } = ctx;
  const rows = await sql<Entry[]>`
    with told as (
      select d.decided_at as at, 'decided' as kind, d.id, u.name as by, null as outcome, d.reason as words
      from decisions d join users u on u.workspace_id = d.workspace_id and u.id = d.decided_by_user_id
      where d.workspace_id = ${workspaceId}
      union all
      select w.settled_at, case when jsonb_array_length(w.earlier) = 0 then 'settled' else 'resettled' end, w.decision_id,
        null, w.outcome, coalesce(w.sentence, '')
      from watch_windows w where w.workspace_id = ${workspaceId} and w.settled_at is not null
      union all
      select (e.one ->> 'settledAt')::timestamptz, 'settled', w.decision_id, null, e.one ->> 'outcome', ''
      from watch_windows w, jsonb_array_elements(w.earlier) e (one) where w.workspace_id = ${workspaceId}
      union all
      select d.ended_at, 'ended', d.id, null, null, d.ended_for from decisions d
      where d.workspace_id = ${workspaceId} and d.ended_at is not null and d.ended_for not in ('by-hand', 'replaced')
      union all
      select m.made_at, case m.kind when 'end-decision' then 'ended' when 'review-decision' then 'reviewed' else 'took-effect' end,
        coalesce(m.after -> 0 -> 'key' ->> 'id', m.after -> 0 -> 'key' ->> 'decision_id')::bigint, u.name, null,
        case m.kind when 'end-decision' then 'by-hand' else '' end
      from triage_moves m join users u on u.workspace_id = m.workspace_id and u.id = m.user_id
      where m.workspace_id = ${workspaceId} and m.undone_at is null
        and m.kind in ('end-decision', 'review-decision', 'take-effect')
    )
    select t.at, t.kind, d.id as "decisionId", d.signature_id as "signatureId",
      concat_ws(' · ', coalesce(case when s.kind = 'title' then s.key end, last.title, s.key), s.part) as title,
      d.kind as decision, t.by, t.outcome, t.words
    from told t join decisions d on d.workspace_id = ${workspaceId} and d.id = t.id
    join signatures s on s.workspace_id = d.workspace_id and s.id = d.signature_id
    left join lateral (
      select p.title from pages p where p.workspace_id = d.workspace_id and p.signature_id = d.signature_id
      order by p.triggered_at desc, p.id limit 1) last on true
    where ${before === undefined ? sql`true` : sql`t.at < ${new Date(before)}`}
    order by t.at desc, t.kind, d.id limit ${PAGE + 1}`;
  const shown = rows.slice(0, PAGE);
  return {
    zone,
    entries: shown.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
    older: rows.length > PAGE ? (shown.at(-1)?.at.toISOString() ?? null) : null,
  };
}
