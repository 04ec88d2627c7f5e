import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { WORKER_OPTIONS } from "@/bin/worker-arguments";
import type { Client } from "@/db/client";
import { copyCompany } from "./copy-company";
import { generated, serverSeconds } from "./import";
import type { JudgeRun } from "./judge-child";
import { withDatabase } from "./with-database";

const exec = promisify(execFile);
const MOST_IMPORTED = 100_000;

type Figures = { label: string; value: string; bar: string };

/**
 * Judges pages that lie in a database of their own, in a process of its own: all of them as after an upgrade that forgot
 * every verdict, then single new pages. Of a million pages a tenth is imported, and the rest are copies of that company.
 * `kept`: a folder in which they stay, so that they are stored once for many measurements.
 */
export async function benchJudge(pages: number, kept?: string, events = 60): Promise<Figures[]> {
  return withDatabase(async ({ client, url, dataDir }) => {
    const [stored] = await client.sql`select from pages limit 1`;
    if (!stored) await storePages(client, url, dataDir, pages);
    await forgetVerdicts(client);
    const child = [...WORKER_OPTIONS, "bench/judge-child.ts", url, String(events)];
    const before = await serverSeconds(client);
    const { stdout } = await exec(process.execPath, child, { maxBuffer: 1 << 24 });
    const serverCpu = (await serverSeconds(client)) - before;
    return figuresOf(JSON.parse(stdout) as JudgeRun, serverCpu, await plainCopy(client), pages);
  }, kept);
}

async function storePages({ sql }: Client, url: string, dataDir: string, pages: number): Promise<void> {
  const imported = Math.min(pages, MOST_IMPORTED);
  const child = ["--import", "tsx", "bench/import-child.ts", url, dataDir, await generated("json", imported)];
  await exec(process.execPath, child, { maxBuffer: 1 << 24 });
  for (let copy = 1; copy * imported < pages; copy += 1) await copyCompany(sql, copy);
}

/** As after an upgrade: nothing is judged, and no room is left of what was. Single pages of an earlier measurement go. */
async function forgetVerdicts({ sql }: Client): Promise<void> {
  await sql`
    with again as (delete from pages where page_key like '%-again' returning workspace_id, id)
    delete from page_folds f using again a where f.workspace_id = a.workspace_id and f.page_id = a.id`;
  await sql`truncate verdicts, judgings, findings, judged_alerts, page_surroundings, learnt_surroundings, interruptions, interruption_pages`;
  await sql`update pages set verdict = null, probability = null, reason = null, origin = null, judging_id = null
    where verdict is not null`;
  await sql`insert into dirty_signatures select distinct workspace_id, signature_id from pages on conflict do nothing`;
  await sql`vacuum full pages`;
  await sql`vacuum analyze`;
  await sql`checkpoint`;
}

function figuresOf(run: JudgeRun, serverCpu: number, copySeconds: number, pages: number): Figures[] {
  const { learntMs, judgedMs, cpuMs, peakMb, events } = run;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const took = events.toSorted((a, b) => a - b);
  const at = (share: number) => `${(took[Math.ceil(share * took.length) - 1] ?? 0).toFixed(0)} ms`;
  return [
    { label: "pages, alerts", value: `${run.pages}, ${run.signatures}`, bar: "" },
    { label: "learning what lies around them, and habits", value: seconds(learntMs), bar: "" },
    { label: "judging and writing", value: seconds(judgedMs - learntMs), bar: "" },
    { label: "in all", value: seconds(judgedMs), bar: `<= ${((pages * 60) / 1_000_000).toFixed(0)} s` },
    { label: "pages per second", value: String(Math.round((run.pages * 1000) / judgedMs)), bar: ">= 16667" },
    { label: "processor time of the judging process", value: seconds(cpuMs), bar: "" },
    { label: "processor time of the server, single pages included", value: `${serverCpu.toFixed(1)} s`, bar: "" },
    { label: "peak memory of the judging process", value: `${peakMb.toFixed(0)} MB`, bar: "< 512 MB" },
    { label: "plain COPY of the same verdicts", value: `${copySeconds.toFixed(1)} s`, bar: "" },
    { label: "ratio to plain COPY", value: `${(judgedMs / 1000 / copySeconds).toFixed(1)} x`, bar: "" },
    { label: `one new page, median of ${took.length}`, value: at(0.5), bar: "<= 50 ms" },
    { label: "one new page, 95 %, longest", value: `${at(0.95)}, ${at(1)}`, bar: "" },
  ];
}

/** The verdicts out to a file of the server's, and by COPY into a table of the same shape and indexes. */
async function plainCopy({ sql }: Client): Promise<number> {
  const [server] = await sql<{ data_directory: string }[]>`show data_directory`;
  const file = `${server?.data_directory}/bench.copy`;
  await sql.unsafe(`copy (select * from engine_words) to '${file}'`);
  await sql`create table copy_of_verdicts (like verdicts including all)`;
  const since = performance.now();
  await sql.unsafe(`copy copy_of_verdicts from '${file}'`);
  const seconds = (performance.now() - since) / 1000;
  await sql`drop table copy_of_verdicts`;
  return seconds;
}
