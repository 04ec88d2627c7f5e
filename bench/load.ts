import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
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

async function measureChanges(ctx: Ctx): Promise<void> {
  const { sql } = ctx;
  await changed("a changed zone", sql, async () => {
    await sql`update people set time_zone = 'Asia/Tokyo' where id = ${size.people}`;
    await touchPeople(sql, WORKSPACE, [String(size.people)]);
    await recountTouched(ctx);
  });
  await changed("a moved team", sql, () => moveTeam(ctx));
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
  const from = performance.now();
  await work();
  rows.push({ what, value: `${((performance.now() - from) / 1000).toFixed(2)} s`, bar: "" });
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

/** A team of ten goes to another leader a month ago. */
async function moveTeam({ sql, ...ctx }: Ctx): Promise<void> {
  const people = Array.from({ length: 10 }, (_, i) => String(size.people - i));
  const since = "2026-10-19";
  await sql`
    update org_closure set to_date = ${since} where person_id = any(${people}::bigint[]) and depth = 1`;
  await sql`
    insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
    select ${WORKSPACE}, 7, id, ${since}, 'infinity', 1 from unnest(${people}::bigint[]) as id on conflict do nothing`;
  await touchOrganisation(sql, WORKSPACE, { personIds: people, teamIds: [] });
  await recountTouched({ sql, ...ctx });
}
