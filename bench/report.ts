import { parseArgs } from "node:util";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import type { Ctx } from "@/db/ctx";
import { reports } from "@/db/queries/reports";
import { weeklyReport } from "@/db/queries/weekly-report";
import { recountTouched } from "@/db/rollups/recount-touched";
import { workCtx } from "@/db/work-ctx";
import type { ReportSubject } from "@/lib/contract/weekly-report";
import { END, fillLoad } from "./fill-load";
import { withDatabase } from "./with-database";

/*
 * Server time of the weekly report of a large workspace: `npx tsx bench/report.ts --pages 1000000 --people 3000`. With
 * `--keep folder` the company is filled once and stays; bench/load.ts fills the same one. The first report of a week works
 * out what it suggests, which is kept; both are told.
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
const RUNS = Number(values.runs);
const BAR_MS = 500;
/** The last one that is over at the end of the history, a Monday. */
const WEEK = "2026-W46";

const rows: { what: string; value: string; bar: string }[] = [];

await withDatabase(async ({ client, dataDir }) => {
  const work = await workCtx(client, FIRST_WORKSPACE);
  const [filled] = await client.sql`select from pages limit 1`;
  if (!filled) {
    await fillLoad(client.sql, { pages: Number(values.pages), people: Number(values.people) });
    await client.sql`analyze`;
    await recountTouched(work);
    await client.sql`vacuum analyze`;
  }
  const viewer = { userId: "0", name: "bench", role: "admin" as const, personId: "1" };
  const ctx: Ctx = { ...work, viewer, now: Date.parse(`${END}T12:00:00Z`), dataDir };
  await measure(ctx, "the workspace", {});
  await measure(ctx, "a team", { team: "team 7" });
  await measure(ctx, "the leader of all", { leader: "1" });
  await measure(ctx, "a leader of ten", { leader: "30" });
  await timed("the list of weeks", () => reports(ctx, {}));
}, values.keep);
console.table(rows);

async function measure(ctx: Ctx, what: string, subject: ReportSubject): Promise<void> {
  if (!what.includes(values.only)) return;
  await ctx.sql`delete from kept_suggestions`;
  const from = performance.now();
  await weeklyReport(ctx, WEEK, subject);
  rows.push({ what: `${what}, the first time`, value: `${(performance.now() - from).toFixed(0)} ms`, bar: "" });
  console.error(rows.at(-1));
  await timed(what, () => weeklyReport(ctx, WEEK, subject));
}

async function timed(what: string, read: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const from = performance.now();
    await read();
    times.push(performance.now() - from);
    // Enough is known of what takes so long.
    if (times.length >= 3 && (times.at(-1) ?? 0) > 3_000) break;
  }
  times.sort((a, b) => a - b);
  const at = (q: number) => times[Math.ceil(q * times.length) - 1]?.toFixed(0);
  rows.push({ what: `${what}: p50 / p95`, value: `${at(0.5)} / ${at(0.95)} ms`, bar: `p95 <= ${BAR_MS} ms` });
  console.error(rows.at(-1));
}
