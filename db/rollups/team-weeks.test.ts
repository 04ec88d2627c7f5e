import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { recountTouched } from "./recount-touched";
import { markTeamWeeks, markTeamWeeksOf, teamWeeksOf } from "./team-weeks";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb();
});
beforeEach(async () => {
  await emptyWorkspace(db);
  ctx = await db.ctxAt(Date.parse("2026-06-01T00:00:00Z"));
});
afterAll(() => db.drop());

it("the weeks of openings are those of the workspace's zone, by team; a page of no team has none", () => {
  const opening = (team: string | null, at: string) => ({ team, openedAt: Date.parse(at) });
  const openings = [
    opening("core", "2026-05-03T21:59:59Z"),
    opening("core", "2026-05-03T22:00:00Z"),
    opening("core", "2026-05-08T12:00:00Z"),
    opening("web", "2026-05-03T21:00:00Z"),
    opening(null, "2026-03-01T12:00:00Z"),
  ];
  expect(teamWeeksOf(openings, "Europe/Berlin")).toEqual([
    { week: "2026-04-27", team: "core" },
    { week: "2026-05-04", team: "core" },
    { week: "2026-04-27", team: "web" },
  ]);
});

const marks = () =>
  ctx.sql<{ week: string; team: string }[]>`
    select date::text as week, team from dirty_rollups where rollup = 'team_weeks' order by date, team`;

it.each([
  [50, 50, "Team 7"],
  [51, 1, ""],
])("of %i teams in a week %i marks are made", async (teams, made, last) => {
  const touched = Array.from({ length: teams }, (_, n) => ({ week: "2026-05-04", team: `Team ${n % 60}` }));
  await markTeamWeeksOf(ctx.sql, ctx.workspaceId, touched);
  const found = await marks();
  expect(found).toHaveLength(made);
  expect(found.some(({ team }) => team === last)).toBe(true);
});

/** Pages of two teams on Monday and a week later, counted and then told wrong. */
async function countedWrong(): Promise<string[]> {
  const page = (key: string, team: string, at: string) =>
    ["triggered", "resolved"].map((kind) =>
      JSON.stringify({ provider: "opsgenie", page: key, kind, at, by: "automation", title: key, service: team, team }),
    );
  const pages = [
    ...page("a", "core", "2026-05-04T12:00:00Z"),
    ...page("b", "core", "2026-05-11T12:00:00Z"),
    ...page("c", "web", "2026-05-04T13:00:00Z"),
  ];
  await importText(ctx, pages.join("\n"), { name: "two-teams.jsonl" });
  await recountTouched(ctx);
  await ctx.sql`update team_weeks set unclear = 7`;
  await ctx.sql`insert into team_weeks select workspace_id, week, 'left', actionable, noise, unclear, never, not_known,
    incidents, acknowledged_after from team_weeks where team = 'web'`;
  const ids = await ctx.sql<{ id: string }[]>`select id from pages where title = 'a'`;
  return ids.map(({ id }) => id);
}

const counted = async () => {
  const rows = await ctx.sql<{ cell: string }[]>`
    select week || ' ' || team || ' ' || unclear as cell from team_weeks order by week, team`;
  return rows.map(({ cell }) => cell);
};

it("a page that changes has the week of its own team counted again, and nothing else", async () => {
  await markTeamWeeks(ctx.sql, ctx.workspaceId, await countedWrong());
  expect(await marks()).toEqual([{ week: "2026-05-04", team: "core" }]);
  await recountTouched(ctx);
  expect(await counted()).toEqual(["2026-05-04 core 1", "2026-05-04 left 7", "2026-05-04 web 7", "2026-05-11 core 7"]);
  expect(await marks()).toEqual([]);
});

it("a week that is marked whole is counted again for all teams, whoever is marked beside it", async () => {
  await markTeamWeeks(ctx.sql, ctx.workspaceId, await countedWrong());
  await markTeamWeeksOf(ctx.sql, ctx.workspaceId, [{ week: "2026-05-04", team: "" }]);
  await recountTouched(ctx);
  expect(await counted()).toEqual(["2026-05-04 core 1", "2026-05-04 web 1", "2026-05-11 core 7"]);
});

it("a team that has no page left in a week is no row of it", async () => {
  const [id = ""] = await countedWrong();
  await markTeamWeeks(ctx.sql, ctx.workspaceId, [id]);
  await ctx.sql`update pages set triggered_at = triggered_at + interval '7 days' where id = ${id}`;
  await markTeamWeeks(ctx.sql, ctx.workspaceId, [id]);
  await recountTouched(ctx);
  expect(await counted()).toEqual(["2026-05-04 left 7", "2026-05-04 web 7", "2026-05-11 core 2"]);
});
