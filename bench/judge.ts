import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { openClient } from "@/db/client";
import { judgeDirty } from "@/db/commands/judge-dirty";
import { learnSurroundings } from "@/db/commands/learn-surroundings";
import { FIRST_WORKSPACE, setUpWorkspace } from "@/db/commands/set-up-workspace";
import type { WorkCtx } from "@/db/ctx";
import { openEngine } from "@/db/engine/open-engine";
import { migrate } from "@/db/migrate";
import { workCtx } from "@/db/work-ctx";

/**
 * Judges what an import stored once more, all of it and then single pages, and prints seconds and memory:
 * `tsx bench/judge.ts --file bench/out/pagerduty-100000.json`.
 */
const { values } = parseArgs({
  options: {
    file: { type: "string", default: "bench/out/pagerduty-100000.json" },
    events: { type: "string", default: "40" },
  },
});

const exec = promisify(execFile);
const dataDir = await mkdtemp(join(tmpdir(), "squelch-bench-"));
const engine = await openEngine({ dataDir, report: () => {} });
const client = openClient(engine.url);
try {
  await migrate(engine.url);
  await setUpWorkspace(client.sql, { zone: "Europe/Berlin" });
  const child = ["--import", "tsx", "bench/import-child.ts", engine.url, dataDir, values.file];
  await exec(process.execPath, child, { maxBuffer: 1 << 24 });
  await client.sql`analyze`;
  const ctx = await workCtx(client, FIRST_WORKSPACE);
  const [stored] = await client.sql<{ pages: number; signatures: number }[]>`
    select (select count(*) from pages)::int as pages, (select count(*) from signatures)::int as signatures`;
  console.log(`${stored?.pages} pages of ${stored?.signatures} alerts`);
  console.table({ ...(await allAgain(ctx)), ...(await oneByOne(ctx, Number(values.events))) });
} finally {
  await client.close();
  await engine.stop();
  await rm(dataDir, { recursive: true, force: true });
}

type Figures = Record<string, { value: string; bar: string }>;

async function allAgain(ctx: WorkCtx): Promise<Figures> {
  const { sql } = ctx;
  await sql`delete from learnt_surroundings`;
  const learning = await secondsOf(() => learnSurroundings(ctx));
  await sql`
    insert into dirty_signatures select distinct workspace_id, signature_id from pages on conflict do nothing`;
  const reading = await secondsOf(async () => {
    for await (const rows of sql`select folded from page_folds`.cursor(5_000)) void rows.length;
  });
  const judging = await secondsOf(() => judgeDirty(ctx));
  const [{ pages } = { pages: 1 }] = await sql<{ pages: number }[]>`select count(*)::int as pages from pages`;
  const per = (seconds: number) => `${((seconds * 100_000) / pages).toFixed(1)} s`;
  return {
    "surroundings, per 100,000 pages": { value: per(learning), bar: "" },
    "reading folds alone, per 100,000": { value: per(reading), bar: "" },
    "judging with reading and writing, per 100,000": { value: per(judging), bar: "" },
    "all of it, per 100,000": { value: per(learning + judging), bar: "< 6 s" },
    "peak memory": { value: `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`, bar: "< 512 MB" },
  };
}

/** Single pages as if they had just come: their surroundings, their alert. */
async function oneByOne(ctx: WorkCtx, events: number): Promise<Figures> {
  const { sql } = ctx;
  const pages = await sql<{ id: string }[]>`select id from pages order by triggered_at desc, id limit ${events}`;
  const took: number[] = [];
  for (const { id } of pages) {
    await sql`update pages set verdict = null where id = ${id}`;
    await sql`insert into dirty_signatures select workspace_id, signature_id from pages where id = ${id}`;
    took.push((await secondsOf(() => judgeDirty(ctx))) * 1000);
  }
  took.sort((a, b) => a - b);
  const at = (share: number) =>
    `${(took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0).toFixed(0)} ms`;
  return {
    "one event, median": { value: at(0.5), bar: "<= 50 ms" },
    "one event, 95 %": { value: at(0.95), bar: "" },
  };
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}
