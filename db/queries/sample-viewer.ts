import type { Ctx, Sql } from "@/db/ctx";
import type { SampleViewer } from "@/lib/contract/people";
import { localDateOf } from "@/lib/time/boundaries";

/** Nothing but the sample is here, and nothing else was ever received: whoever is shown by name is invented. */
export async function isSampleAlone(sql: Sql, workspaceId: number): Promise<boolean> {
  const [found] = await sql<{ alone: boolean }[]>`
    select exists (select 1 from imports where workspace_id = ${workspaceId} and sample)
      and not exists (select 1 from imports where workspace_id = ${workspaceId} and not sample)
      and not exists (select 1 from inbox where workspace_id = ${workspaceId})
      and not exists (select 1 from backfills where workspace_id = ${workspaceId}) as alone`;
  return found?.alone ?? false;
}

/** As whom the viewer looks at the sample, and as whom else they may; null where there is more than the sample. */
export async function sampleViewer({ sql, workspaceId, viewer, now, zone }: Ctx): Promise<SampleViewer | null> {
  if (!(await isSampleAlone(sql, workspaceId))) return null;
  const today = localDateOf(now, zone);
  const people = await sql<SampleViewer["people"]>`
    select p.id, coalesce(p.name, '(no name)') as name, p.job_title as "jobTitle",
      (select count(distinct c.person_id)::int from org_closure c where c.workspace_id = p.workspace_id
        and c.leader_id = p.id and c.from_date <= ${today} and c.to_date > ${today}) as leads
    from people p where p.workspace_id = ${workspaceId} and p.erased_at is null order by leads desc, p.name, p.id`;
  return { personId: viewer.personId, people: [...people] };
}
