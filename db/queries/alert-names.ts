import type { Ctx } from "@/db/ctx";

export type AlertName = { id: string; title: string; service: string | null; team: string | null };

/** Alerts as lists name them: by their template, else by the title of their latest page. */
export async function alertNames(
  { sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">,
  ids: readonly string[],
): Promise<AlertName[]> {
  return await sql<AlertName[]>`
    select s.id, concat_ws(' · ', coalesce(case when s.kind = 'title' then s.key end, last.title, s.key), s.part) as title,
      s.service, last.team
    from signatures s left join lateral (
      select p.title, p.team from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id
      order by p.triggered_at desc, p.id limit 1) last on true
    where s.workspace_id = ${workspaceId} and s.id = any(${ids as string[]}::bigint[])`;
}
