import { execFile } from "node:child_process";
import { parseArgs, promisify } from "node:util";
import type { Client } from "@/db/client";
import { giveVerdict } from "@/db/commands/give-verdict";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import { keepPredicting, predictNext } from "@/db/jobs/keep-predicting";
import { modelRecord } from "@/db/queries/model-record";
import { workCtx } from "@/db/work-ctx";
import { withDatabase } from "./with-database";

/**
 * Predicts what an import stored, then has a worker follow single words of a person, and prints seconds from a word to
 * the record that holds it and to the model that has learnt it: `tsx bench/predict.ts --file bench/out/pagerduty-10000.json`.
 */
const { values } = parseArgs({
  options: {
    file: { type: "string", default: "bench/out/pagerduty-10000.json" },
    words: { type: "string", default: "3" },
  },
});

const exec = promisify(execFile);
await withDatabase(async ({ client, url, dataDir }) => {
  const child = ["--import", "tsx", "bench/import-child.ts", url, dataDir, values.file];
  await exec(process.execPath, child, { maxBuffer: 1 << 24 });
  await client.sql`analyze`;
  const [stored] = await client.sql<{ pages: number }[]>`select count(*)::int as pages from pages`;
  console.log(`${stored?.pages} pages`);
  const from = performance.now();
  await predictNext(client);
  console.table({
    "the whole history, at half a core": seconds(performance.now() - from),
    ...(await follow(client, dataDir, Number(values.words))),
    "peak memory": `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  });
});

/** Words on the newest pages, one after the other. */
async function follow(open: Client, dataDir: string, words: number): Promise<Record<string, string>> {
  const stop = new AbortController();
  const worker = keepPredicting(open, stop.signal, (line) => console.log(line));
  const [user] = await open.sql<{ id: string; name: string }[]>`select id, name from users`;
  if (!user) throw new Error("the workspace has no admin");
  const viewer = { userId: user.id, name: user.name, role: "admin" as const, personId: null };
  const ctx = { ...(await workCtx(open, FIRST_WORKSPACE)), viewer, dataDir, now: Date.now() };
  const pages = await open.sql<{ id: string }[]>`select id from pages order by triggered_at desc, id limit ${words}`;
  const found: Record<string, string> = {};
  for (const [index, { id }] of pages.entries()) {
    const givenAt = performance.now();
    await giveVerdict(
      { ...ctx, now: Date.now() },
      { kind: "page", id },
      { verdict: "noise", reason: null, note: null },
    );
    const until = async (holds: (record: Awaited<ReturnType<typeof modelRecord>>) => boolean) => {
      while (!holds(await modelRecord(ctx))) await new Promise((resolve) => setTimeout(resolve, 50));
      return seconds(performance.now() - givenAt);
    };
    found[`word ${index + 1}, record of verdicts`] = await until(({ sorter }) => sorter?.record.n === index + 1);
    found[`word ${index + 1}, record of predictions`] = await until(
      ({ predictor }) => predictor?.record.n === index + 1,
    );
    found[`word ${index + 1}, all done`] = await until(({ waiting }) => !waiting);
  }
  stop.abort();
  await worker;
  return found;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
