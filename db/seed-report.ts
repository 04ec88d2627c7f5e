import { lastWeek } from "@/lib/time/report-week";
import { noteReport } from "./commands/note-report";
import { publishReport } from "./commands/publish-report";
import type { Ctx } from "./ctx";

type SeedCtx = Omit<Ctx, "viewer">;

/** The sample's lead published the report of last week, with a note of the meeting. */
export async function reportInSample(ctx: SeedCtx): Promise<void> {
  const [user] = await ctx.sql<Pick<Ctx["viewer"], "userId" | "name">[]>`
    select id as "userId", name from users where workspace_id = ${ctx.workspaceId} order by created_at, id limit 1`;
  if (!user) throw new Error("the workspace has no user");
  const asked: Ctx = { ...ctx, viewer: { ...user, role: "admin", personId: null } };
  const week = lastWeek(ctx.now, ctx.zone, ctx.settings.handOver ?? null);
  await noteReport(
    asked,
    week,
    {},
    {
      section: "worst",
      text: "The first one waits for five minutes before it pages; we look at it again next week.",
    },
  );
  await publishReport(asked, week, {});
}
