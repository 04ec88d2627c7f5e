import type { Ctx, Sql } from "@/db/ctx";
import { isSampleAlone } from "@/db/queries/sample-viewer";
import type { LinkBody } from "@/lib/contract/people";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";

/** Says which of the people a user is, or that they are none of them. It decides whom the user sees by name. */
export async function linkViewer(ctx: Ctx, { userId, personId }: LinkBody): Promise<void> {
  if (ctx.viewer.role !== "admin") throw new AppError("forbidden", "Only an admin says which person a user is.");
  await ctx.sql.begin((tx) => setLink(tx as unknown as Sql, ctx, userId ?? ctx.viewer.userId, personId));
}

/** Looks at the sample as another of its people: only while nothing but the sample is here to be seen. */
export async function lookAs(ctx: Ctx, personId: string): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    if (!(await isSampleAlone(sql, ctx.workspaceId)))
      throw new AppError("forbidden", "There are data of your own here: an admin says which person you are.");
    await setLink(sql, ctx, ctx.viewer.userId, personId);
  });
}

async function setLink(sql: Sql, ctx: Ctx, userId: string, personId: string | null): Promise<void> {
  const { workspaceId } = ctx;
  if (personId !== null) {
    // Locked, so that nobody forgets or erases the person meanwhile.
    const [person] = await sql`
      select from people where workspace_id = ${workspaceId} and id = ${personId} and erased_at is null for key share`;
    if (!person) throw new AppError("not-found", "There is no such person any more.");
  }
  const [user] = await sql<{ before: string | null }[]>`
    update users u set person_id = ${personId} from users before
    where u.workspace_id = ${workspaceId} and u.id = ${userId} and before.workspace_id = u.workspace_id
      and before.id = u.id returning before.person_id as before`;
  if (!user) throw new AppError("not-found", "There is no such user.");
  if (user.before === personId) return;
  const personIds = [user.before, personId].filter((id) => id !== null);
  await appendAudit(sql, ctx, { what: "viewer-linked", personIds, details: { userId, personId } });
}
