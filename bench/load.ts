import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { closeOrganisation } from "@/db/commands/close-organisation";
import { leaderTimelines, storeLeaders } from "@/db/commands/organisation-timelines";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import type { Ctx, Sql } from "@/db/ctx";
import { load } from "@/db/queries/load";
import { leaderAlerts } from "@/db/queries/named/leader-alerts";
import { leaders } from "@/db/queries/named/leaders";
import { notMine } from "@/db/queries/not-mine";
import { recountTouched } from "@/db/rollups/recount-touched";
import { touchOrganisation, touchPeople } from "@/db/rollups/touch";
import { workCtx } from "@/db/work-ctx";
import { LeadersFilter } from "@/lib/contract/filter";
import { LoadFilter } from "@/lib/contract/load";
import { sayFrom } from "@/lib/people/timeline";
import { END, fillLoad } from "./fill-load";
import { withDatabase } from "./with-database";

/*
 * Server time of the load and leaders screens and of their panels, and of a changed zone and a moved team:
 * `npx tsx bench/load.ts --pages 1000000 --people 3000`. With `--keep folder` the company is filled once and stays.
 */
const { values } = parseArgs({
  options: {
    pages: { type: "string", default: "1000000" },
    people: { type: "string", default: "3000" },
    runs: { type: "string", default: "20" },
    keep: { type: "string" },
    only: { type: "string", default: "" },
  },
});
const size = { pages: Number(values.pages), people: Number(values.people) };
const RUNS = Number(values.runs);
const WORKSPACE = FIRST_WORKSPACE;

const RANGES = [
  { label: "28 days", from: "2026-10-19", bar: 150 },
  { label: "a year", from: "2025-11-17", bar: 300 },
];

/** What is counted of the facts: which of its rows a change writes is all that the change costs there. */
const COUNTED =
  "interruptions interruption_pages person_days person_weeks verdict_weeks leader_days leader_weeks not_mine_days heat_days heat_weeks signature_weeks team_weeks".split(
    " ",
  );

type Row = { what: string; value: string; bar: string };
const rows: Row[] = [];
/** Process ids of the server's connections. */
let servers: number[] = [];

await withDatabase(async ({ client, dataDir }) => {
  const { sql } = client;
  const work = await workCtx(client, WORKSPACE);
  const [filled] = await sql`select from pages limit 1`;
  if (!filled) {
    await took("writing pages, events and notifications", () => fillLoad(sql, size));
    await sql`analyze`;
    await took("folding everybody and counting all rollups", () => recountTouched(work));
    await sql`vacuum analyze`;
  }
  await took("bringing the rollups up to date", () => recountTouched(work));
  const ctx: Ctx = { ...work, viewer: viewerOf("1"), now: Date.parse(`${END}T12:00:00Z`), dataDir };
  // Opens them all, so that they are known.
  const open = await Promise.all(Array.from({ length: 8 }, () => sql`select pg_backend_pid() as pid, pg_sleep(.1)`));
  servers = open.flatMap((connections) => connections.map(({ pid }) => Number(pid)));
  for (const { label, from, bar } of RANGES) await measureScreens(ctx, label, { from, to: "2026-11-15" }, bar);
  if (values.only === "" || "changes".includes(values.only)) await measureChanges(ctx);
  rows.push({ what: "rows", value: await countRows(sql), bar: "" });
}, values.keep);
console.table(rows);

/** The leader of all sees everybody by name, which is the most that an answer holds; somebody else sees groups. */
function viewerOf(personId: string): Ctx["viewer"] {
  return { userId: "0", name: "bench", role: "admin", personId };
}

/** What is remembered is remembered of a pool: as after a change of everything. */
function forgetful(ctx: Ctx): Ctx {
  return { ...ctx, sql: new Proxy(ctx.sql, {}) };
}

async function measureScreens(ctx: Ctx, label: string, days: { from: string; to: string }, bar: number): Promise<void> {
  const mate = { ...ctx, viewer: viewerOf(String(size.people - 3)) };
  const asked = LoadFilter.parse(days);
  const led = LeadersFilter.parse(days);
  const under = { top: { ...led, leader: "1" }, low: { ...led, leader: "30" } };
  await timed(`load, ${label}, all by name`, bar, () => load(ctx, asked));
  await timed(`load, ${label}, nothing remembered`, bar, () => load(forgetful(ctx), asked));
  await timed(`load, ${label}, a team mate`, bar, () => load(mate, asked));
  await timed(`load, ${label}, a team`, bar, () => load(ctx, { ...asked, team: "team 7" }));
  await timed(`load, ${label}, a service`, null, () => load(ctx, { ...asked, service: "service 30" }));
  await timed(`load, ${label}, noise`, null, () => load(ctx, { ...asked, verdict: "noise" }));
  await timed(`leaders, ${label}, all by name`, bar, () => leaders(ctx, led));
  await timed(`leaders, ${label}, nothing remembered`, bar, () => leaders(forgetful(ctx), led));
  await timed(`leaders, ${label}, a team mate`, bar, () => leaders(mate, led));
  await timed(`leaders, ${label}, drilled down`, bar, () => leaders(ctx, under.low));
  await timed(`leaders' alerts, ${label}, the top`, bar, () => leaderAlerts(ctx, under.top));
  await timed(`leaders' alerts, ${label}, ten people`, bar, () => leaderAlerts(ctx, under.low));
  await timed(`not mine, ${label}, the top`, bar, () => notMine(ctx, under.top));
  await timed(`not mine, ${label}, ten people`, bar, () => notMine(ctx, under.low));
}

/** There and back, so that a company that is kept stays as it was. */
async function measureChanges(ctx: Ctx): Promise<void> {
  const person = String(size.people);
  const [before] = await ctx.sql<{ zone: string | null }[]>`select time_zone as zone from people where id = ${person}`;
  for (const zone of ["Asia/Tokyo", before?.zone ?? null])
    await changed(`a changed zone: ${zone ?? "none"}`, ctx.sql, async () => {
      await ctx.sql`update people set time_zone = ${zone} where id = ${person}`;
      await touchPeople(ctx.sql, WORKSPACE, [person]);
      await recountTouched(ctx);
    });
  const team = Array.from({ length: 10 }, (_, i) => String(size.people - i));
  const lines = await leaderTimelines(ctx.sql, WORKSPACE, team);
  const since = "2026-10-19";
  const moved = [...lines].map(([id, told]) => {
    const word = { fromDate: since, value: "7", origin: "hand" as const };
    return [id, sayFrom(told, word)] as const;
  });
  await changed("a moved team", ctx.sql, () => moveTeam(ctx, new Map(moved)));
  await changed("the team moved back", ctx.sql, () => moveTeam(ctx, lines));
}

/** How long a change took, and how many rows of what is counted it wrote or removed. */
async function changed(what: string, sql: Sql, work: () => Promise<void>): Promise<void> {
  const before = await rowsWritten(sql);
  await took(what, work);
  const after = await rowsWritten(sql);
  const told = COUNTED.flatMap((table) => {
    const rows = (after.get(table) ?? 0) - (before.get(table) ?? 0);
    return rows === 0 ? [] : [`${table} ${rows}`];
  });
  rows.push({ what: `${what}: rows written`, value: told.join(", ") || "none", bar: "" });
  console.error(rows.at(-1));
}

/** As the server counts them; a connection tells of its own at most a second later. */
async function rowsWritten(sql: Sql): Promise<ReadonlyMap<string, number>> {
  await new Promise((done) => setTimeout(done, 1_500));
  await Promise.all(Array.from({ length: 8 }, () => sql`select pg_stat_force_next_flush(), pg_sleep(.1)`));
  const told = await sql<{ table: string; n: number }[]>`
    select relname as table, (n_tup_ins + n_tup_upd + n_tup_del)::float8 as n from pg_stat_user_tables
    where relname = any(${COUNTED})`;
  return new Map(told.map(({ table, n }) => [table, n]));
}

async function took(what: string, work: () => Promise<void>): Promise<void> {
  const [from, before] = [performance.now(), worked()];
  await work();
  const [seconds, after] = [(performance.now() - from) / 1000, worked()];
  const cpu = [after.here - before.here, after.server - before.server].map((ms) => (ms / 1000).toFixed(2));
  rows.push({ what, value: `${seconds.toFixed(2)} s, cpu ${cpu.join(" + ")} s`, bar: "" });
  console.error(rows.at(-1));
}

async function timed(what: string, barMs: number | null, read: () => Promise<unknown>): Promise<void> {
  if (!what.includes(values.only)) return;
  const times: number[] = [];
  const before = worked();
  for (let run = 0; run < RUNS; run += 1) {
    const from = performance.now();
    await read();
    times.push(performance.now() - from);
    // Enough is known of what takes so long.
    if (times.length >= 3 && (times.at(-1) ?? 0) > 3000) break;
  }
  const after = worked();
  const each = (of: "here" | "server") => ((after[of] - before[of]) / times.length).toFixed(0);
  times.sort((a, b) => a - b);
  const at = (q: number) => times[Math.ceil(q * times.length) - 1]?.toFixed(0);
  const bar = barMs === null ? "" : `p95 <= ${barMs} ms`;
  const cpu = `cpu ${each("here")} + ${each("server")} ms`;
  rows.push({ what: `${what}: least / p50 / p95`, value: `${at(0.01)} / ${at(0.5)} / ${at(0.95)} ms, ${cpu}`, bar });
  console.error(Object.values(rows.at(-1) ?? {}).join(" | "));
}

/** CPU time, in ms, of this process and of the server's connections, as far as the system tells: clocks lie on a busy machine. */
function worked(): { here: number; server: number } {
  const { user, system } = process.cpuUsage();
  return { here: (user + system) / 1000, server: servers.reduce((sum, pid) => sum + ticksOf(pid), 0) * 10 };
}

/** User and system time of a process of Linux, in hundredths of a second; 0 elsewhere. */
function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

async function countRows(sql: Sql): Promise<string> {
  const [counts] = await sql`
    select (select count(*) from pages) as pages, (select count(*) from page_events) as events,
      (select count(*) from interruptions) as interruptions, (select count(*) from person_days) as person_days,
      (select count(*) from leader_days) as leader_days, (select count(*) from heat_weeks) as heat_weeks`;
  return JSON.stringify(counts);
}

/** A team of ten and another leader, a month ago: the tree is closed as the product does it. */
async function moveTeam(ctx: Ctx, lines: Awaited<ReturnType<typeof leaderTimelines>>): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await storeLeaders(sql, WORKSPACE, lines);
    const closed = await closeOrganisation(sql, WORKSPACE, [...lines.keys()]);
    if ("circle" in closed) throw new Error("the team leads its new leader");
    await touchOrganisation(sql, WORKSPACE, { personIds: closed.personIds, teamIds: [] });
  });
  await recountTouched(ctx);
}
