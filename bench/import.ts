import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { Client } from "@/db/client";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import { overview } from "@/db/queries/overview";
import { workCtx } from "@/db/work-ctx";
import { NoiseFilter } from "@/lib/contract/filter";
import { withDatabase } from "./with-database";

const exec = promisify(execFile);

type Figures = { label: string; value: string; bar: string };

/**
 * Imports an export of 100,000 incidents (600,000 log entries) into a database of its own and prints: time from the
 * drop to verdicts, peak memory of the importing process, the overview's server time, and the ratio to a plain COPY of
 * the same rows in the same run.
 */
export async function benchImport(format: "json" | "compact" | "csv", incidents: number): Promise<Figures[]> {
  const file = await generated(format, incidents);
  return withDatabase(async ({ client, url, dataDir }) => {
    const serverBefore = await serverSeconds(client);
    const { stdout } = await exec(process.execPath, ["--import", "tsx", "bench/import-child.ts", url, dataDir, file], {
      maxBuffer: 1 << 24,
    });
    const run = JSON.parse(stdout) as {
      marks: Record<string, number>;
      ledger: Record<string, unknown>;
      peakRssMb: number;
      storedRssMb: number | null;
      cpuSeconds: number;
    };
    const serverCpu = (await serverSeconds(client)) - serverBefore;
    const copy = await plainCopy(client);
    const total = (run.marks.judged ?? 0) / 1000;
    const isBar = incidents === 100_000;
    return [
      { label: "ledger", value: JSON.stringify(run.ledger), bar: "received = sum" },
      { label: "drop to stored", value: `${((run.marks.stored ?? 0) / 1000).toFixed(1)} s`, bar: "" },
      { label: "drop to verdicts", value: `${total.toFixed(1)} s`, bar: isBar ? "< 60 s" : "" },
      {
        label: "peak memory of the importing process, until stored / in all",
        value: `${run.storedRssMb?.toFixed(0) ?? "-"} / ${run.peakRssMb.toFixed(0)} MB`,
        bar: "< 512 MB",
      },
      {
        label: "processor time of the importing process / of the server",
        value: `${run.cpuSeconds.toFixed(1)} / ${serverCpu.toFixed(1)} s`,
        bar: "",
      },
      { label: "plain COPY of the same rows", value: `${copy.toFixed(1)} s`, bar: "" },
      { label: "ratio to plain COPY", value: `${(total / copy).toFixed(1)} x`, bar: "" },
      ...(await overviewFigures(client, dataDir)),
    ];
  });
}

/** Made once and kept: the same seed gives the same bytes. */
export async function generated(format: "json" | "compact" | "csv", incidents: number): Promise<string> {
  await mkdir("bench/out", { recursive: true });
  const file = `bench/out/pagerduty-${incidents}.${format}`;
  if (!(await stat(file).catch(() => null))) {
    const words = [
      "--import",
      "tsx",
      "bench/generate.ts",
      "--incidents",
      String(incidents),
      "--format",
      format,
      "--out",
      file,
    ];
    await exec(process.execPath, words, { maxBuffer: 1 << 24 });
  }
  return file;
}

const TICKS_PER_SECOND = 100;

/** Processor time of the server so far, that of ended processes included; on Linux, else nothing. */
export async function serverSeconds({ sql }: Client): Promise<number> {
  const [own] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const statOf = async (pid: string) => {
    const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // Behind the name in brackets: state, parent, ..., and from the 12th on user, system and the children's two.
    return text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
  };
  const [, postmaster = -1] = await statOf(String(own?.pid));
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  let ticks = 0;
  for (const pid of pids) {
    const stat = await statOf(pid);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = stat.slice(11, 15);
    if (Number(pid) === postmaster) ticks += childUser + childSystem;
    if (Number(pid) === postmaster || stat[1] === postmaster) ticks += user + system;
  }
  return ticks / TICKS_PER_SECOND;
}

const WRITTEN = ["page_events", "pages", "page_folds", "notifications", "interruptions", "interruption_pages"];

/** Every row that the import wrote, out to a file of the server's and by COPY into tables of the same shape and indexes. */
async function plainCopy({ sql }: Client): Promise<number> {
  const [server] = await sql<{ data_directory: string }[]>`show data_directory`;
  const file = `${server?.data_directory}/bench.copy`;
  let seconds = 0;
  for (const table of WRITTEN) {
    await sql.unsafe(`copy ${table} to '${file}'`);
    await sql.unsafe(`create table copy_of_${table} (like ${table} including all)`);
    const since = performance.now();
    await sql.unsafe(`copy copy_of_${table} from '${file}'`);
    seconds += (performance.now() - since) / 1000;
    await sql.unsafe(`drop table copy_of_${table}`);
  }
  return seconds;
}

const RANGES = [
  { label: "last week", from: "now-1w/w", to: "now-1w/w" },
  { label: "28 days", from: "now-28d", to: "now" },
  { label: "90 days", from: "now-90d", to: "now" },
];
const RUNS = 40;

async function overviewFigures(client: Client, dataDir: string): Promise<Figures[]> {
  await client.sql`analyze`;
  const [last] = await client.sql<{ at: Date }[]>`select max(triggered_at) as at from pages`;
  const viewer = { userId: "0", name: "bench", role: "admin" as const, personId: null };
  const ctx = { ...(await workCtx(client, FIRST_WORKSPACE)), viewer, now: last?.at.getTime() ?? 0, dataDir };
  const figures: Figures[] = [];
  for (const { label, from, to } of RANGES) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const since = performance.now();
      await overview(ctx, NoiseFilter.parse({ from, to }));
      times.push(performance.now() - since);
    }
    times.sort((a, b) => a - b);
    const at = (q: number) => times[Math.ceil(q * RUNS) - 1]?.toFixed(0);
    figures.push({ label: `overview, ${label}: p50 / p95`, value: `${at(0.5)} / ${at(0.95)} ms`, bar: "p95 < 150 ms" });
  }
  return figures;
}
