import type { Ctx } from "@/db/ctx";
import type { ApartBody } from "@/lib/contract/people";
import { AppError } from "@/lib/errors";

/** Two people whom somebody looked at are not proposed for merging again. */
export async function keepApart({ sql, workspaceId }: Ctx, { one, other }: ApartBody): Promise<void> {
  if (one === other) throw new AppError("invalid", "This is one person.");
  const kept = await sql`
    insert into kept_apart (workspace_id, one_id, other_id)
    select ${workspaceId}, least(a.id, b.id), greatest(a.id, b.id) from people a, people b
    where a.workspace_id = ${workspaceId} and a.id = ${one} and b.workspace_id = ${workspaceId} and b.id = ${other}
    on conflict do nothing returning one_id`;
  if (kept.count > 0) return;
  const [both] = await sql<{ n: number }[]>`
    select count(*)::int as n from people where workspace_id = ${workspaceId} and id in (${one}, ${other})`;
  if (both?.n !== 2) throw new AppError("not-found", "There is no such person any more.");
}
