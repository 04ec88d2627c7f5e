import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";

/** The viewer's own word of how long a page kept them; it wins over the estimate. */
export async function sayEffort(ctx: Ctx, pageId: string, minutes: number): Promise<void> {
  const { sql, workspaceId, now } = ctx;
  const personId = responder(ctx);
  const [page] = await sql`select from pages where workspace_id = ${workspaceId} and id = ${pageId}`;
  if (!page) throw new AppError("not-found", "There is no such page.");
  await sql`
    insert into response_efforts (workspace_id, page_id, person_id, minutes, said_at)
    values (${workspaceId}, ${pageId}, ${personId}, ${minutes}, ${new Date(now)})
    on conflict (workspace_id, page_id, person_id) do update set minutes = excluded.minutes, said_at = excluded.said_at`;
}

/** The estimate counts again. */
export async function withdrawEffort(ctx: Ctx, pageId: string): Promise<void> {
  const gone = await ctx.sql`
    delete from response_efforts
    where workspace_id = ${ctx.workspaceId} and page_id = ${pageId} and person_id = ${responder(ctx)}`;
  if (gone.count === 0) throw new AppError("not-found", "You have not said how long this page kept you.");
}

function responder({ viewer }: Ctx): string {
  if (viewer.personId !== null) return viewer.personId;
  throw new AppError("forbidden", "Nobody linked you to a person who is paged, so no effort can be yours.");
}
