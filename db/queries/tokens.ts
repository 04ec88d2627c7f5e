import type { Ctx } from "@/db/ctx";
import type { TokensView, TokenView } from "@/lib/contract/tokens";

type Row = Omit<TokenView, "createdAt" | "expiresAt"> & { createdAt: Date; expiresAt: Date };

/** The viewer's own, and for an admin everybody's; those that work first. */
export async function tokens({ sql, workspaceId, viewer, zone, now }: Ctx): Promise<TokensView> {
  const rows = await sql<Row[]>`
    select * from (select t.id, t.name, t.hint, u.name as by, t.user_id = ${viewer.userId} as mine, t.created_at as "createdAt",
      t.expires_at as "expiresAt", t.last_used_on::text as "lastUsedOn",
      case when t.revoked_at is not null then 'revoked' when t.expires_at <= ${new Date(now)} then 'expired'
        when u.disabled_at is not null then 'disabled' when u.role <> t.role then 'role' else 'active' end as state
    from api_tokens t join users u on u.workspace_id = t.workspace_id and u.id = t.user_id
    where t.workspace_id = ${workspaceId} and (${viewer.role === "admin"} or t.user_id = ${viewer.userId})) all_of_them
    order by state <> 'active', "createdAt" desc, id`;
  return {
    tokens: rows.map(({ createdAt, expiresAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    canMake: viewer.role !== "auditor",
    zone,
  };
}
