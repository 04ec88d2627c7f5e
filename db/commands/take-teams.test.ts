import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { organisation } from "@/db/queries/organisation";
import { teamProposals } from "@/db/queries/team-proposals";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { dismissTeams } from "./dismiss-teams";
import { setTeams } from "./set-teams";
import { takeTeams } from "./take-teams";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
});
afterAll(() => db.drop());

/** Storage pages Ana, then Ben by an escalation; Edge has a page that rings nobody and Cem in its rota. */
beforeEach(async () => {
  ctx = await db.ctxAt(Date.parse("2026-11-22T12:00:00Z"));
  await emptyWorkspace(ctx);
  await db.sql`update workspaces set settings = settings - 'dismissedTeams'`;
  const users = ["Ana", "Ben", "Cem"].map((name) => ({
    id: `P${name}`,
    type: "user",
    name,
    email: `${name}@n.example`,
  }));
  await importText(ctx, JSON.stringify({ users }), { name: "users.json" });
  const event = (page: string, team: string, kind: string, minute: number, more: object = {}) => {
    const at = `2026-11-20T10:${String(minute).padStart(2, "0")}:00.000Z`;
    return JSON.stringify({ provider: "pagerduty", page, kind, at, by: "source", title: "Disk", team, ...more });
  };
  const events = [
    event("Q1", "Storage", "triggered", 0, { to: ["PAna"] }),
    event("Q1", "Storage", "notified", 1, { person: "PAna", channel: "phone" }),
    event("Q1", "Storage", "escalated", 15, { to: ["PBen"] }),
    event("Q1", "Storage", "notified", 16, { person: "PBen", channel: "phone" }),
    event("Q2", "STORAGE", "triggered", 30, { to: ["PAna"] }),
    event("Q2", "STORAGE", "notified", 31, { person: "PAna", channel: "phone" }),
    event("Q3", "Edge", "triggered", 40),
  ];
  await importText(ctx, events.join("\n"), { name: "events.ndjson" });
  const rota =
    "provider,account,from,to,level,schedule,team\npagerduty,PCem,2026-11-16T08:00Z,2026-11-23T08:00Z,1,Edge,Edge";
  await importText(ctx, rota, { name: "rota.csv" });
});

const proposed = async () =>
  (await teamProposals(await db.ctxAt(ctx.now))).map(({ name, people, pages, lastAt }) => [
    name.toLowerCase(),
    people.map((person) => person.name),
    pages,
    lastAt,
  ]);
const teams = async () =>
  Object.fromEntries((await organisation(ctx)).people.map((person) => [person.name, person.teams]));

describe("teams that providers name", () => {
  it("are proposed with those whom whole users put into them, the last word of an account alone", async () => {
    const user = (name: string, teams: string[]) => ({
      id: `P${name}`,
      type: "user",
      name,
      email: `${name}@n.example`,
      teams: teams.map((team) => ({ id: `T${team}`, type: "team_reference", summary: team })),
    });
    const users = [user("Ana", ["edge", "Mobile"]), user("Ben", ["Mobile"]), user("Cem", [])];
    await importText(ctx, JSON.stringify({ users }), { name: "more-users.json" });
    expect(await proposed()).toEqual([
      ["storage", ["Ana"], 2, "2026-11-20T10:30:00.000Z"],
      ["edge", ["Ana", "Cem"], 1, "2026-11-20T10:40:00.000Z"],
      ["mobile", ["Ana", "Ben"], 0, null],
    ]);
    await takeTeams(ctx, ["Mobile"]);
    expect(await teams()).toMatchObject({ Ana: ["Mobile"], Ben: ["Mobile"], Cem: [] });
  });

  it("are proposed once, however written, with the first line and the rota, their pages and the last day", async () => {
    expect(await proposed()).toEqual([
      ["storage", ["Ana"], 2, "2026-11-20T10:30:00.000Z"],
      ["edge", ["Cem"], 1, "2026-11-20T10:40:00.000Z"],
    ]);
  });

  it("are taken over with their people, who keep the teams they are in", async () => {
    const ana = (await organisation(ctx)).people.find(({ name }) => name === "Ana")?.id ?? "";
    await setTeams(ctx, ana, { teams: ["Core"], fromDate: "2026-10-01" });
    await takeTeams(
      ctx,
      (await teamProposals(ctx)).map(({ name }) => name),
    );
    expect(await proposed()).toEqual([]);
    const { Ana, Ben, Cem } = await teams();
    expect([Ana?.map((name) => name.toLowerCase()), Ben, Cem]).toEqual([["core", "storage"], [], ["Edge"]]);
    const rows = await db.sql<{ who: string }[]>`
      select p.name || ' ' || lower(t.name) || ' ' || m.from_date as who from memberships m
      join people p on p.id = m.person_id join teams t on t.id = m.team_id where t.name <> 'Core' order by 1`;
    expect(rows.map(({ who }) => who)).toEqual(["Ana storage 2026-11-22", "Cem edge -infinity"]);
  });

  it("that nobody wants are put aside, and one that is not proposed is not taken", async () => {
    await dismissTeams(ctx, ["EDGE"]);
    expect((await proposed()).map(([name]) => name)).toEqual(["storage"]);
    await expect(takeTeams(ctx, ["edge"])).rejects.toMatchObject({ code: "not-found" });
    const member = { ...ctx, viewer: { ...ctx.viewer, role: "member" as const } };
    await expect(takeTeams(member, ["Storage"])).rejects.toMatchObject({ code: "forbidden" });
    await expect(dismissTeams(member, ["Storage"])).rejects.toMatchObject({ code: "forbidden" });
    expect((await organisation(member)).teamProposals).toEqual([]);
  });
});
