import { DAY_MS } from "@/lib/time/boundaries";
import { lastWeek } from "@/lib/time/report-week";
import { noteReport } from "./commands/note-report";
import { publishReport } from "./commands/publish-report";
import type { Ctx } from "./ctx";

type SeedCtx = Omit<Ctx, "viewer">;

/** A week ago the sample's lead published the report of the week before, with a note of the meeting. This week's is to come. */
export async function reportInSample(ctx: SeedCtx): Promise<void> {
  const [user] = await ctx.sql<Pick<Ctx["viewer"], "userId" | "name">[]>`
    select id as "userId", name from users where workspace_id = ${ctx.workspaceId} order by created_at, id limit 1`;
  if (!user) throw new Error("the workspace has no user");
  const now = ctx.now - 7 * DAY_MS;
  const asked: Ctx = { ...ctx, now, viewer: { ...user, role: "admin", personId: null } };
  const week = lastWeek(now, ctx.zone, ctx.settings.handOver ?? null);
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
