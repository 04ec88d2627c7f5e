import { judgingHelpers } from "@/bin/judging-helper";
import { openClient } from "@/db/client";
import { judgeDirty } from "@/db/commands/judge-dirty";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import { randomId } from "@/db/ids";
import { storedPage } from "@/db/staging/stored-page";
import { workCtx } from "@/db/work-ctx";
import { packPage } from "@/lib/model/packed-page";
import type { Page } from "@/lib/model/page";
import { laterInstant } from "./copy-company";

/** What the judging process of the benchmark prints. `learntMs` and `judgedMs` since its start; `events` in ms each. */
export type JudgeRun = {
  pages: number;
  signatures: number;
  learntMs: number;
  judgedMs: number;
  cpuMs: number;
  peakMb: number;
  events: number[];
  /** Processor time of all of them. */
  eventsCpuMs: number;
};

const [url = "", events = "0"] = process.argv.slice(2);
const client = openClient(url, { max: 4, startHelper: judgingHelpers(url) });
const { sql } = client;
const ctx = await workCtx(client, FIRST_WORKSPACE);
const [stored] = await sql<{ pages: number; signatures: number }[]>`
  select count(*)::int as pages, count(distinct signature_id)::int as signatures from pages`;
if (!stored) throw new Error("nothing is stored");
const cpu = process.cpuUsage();
const begun = performance.now();
// What is known is written twice, habits last.
let learntMs = 0;
let revision: string | undefined;
const watch = setInterval(async () => {
  const [row] = await sql<{ revision: string }[]>`select revision from learnt_surroundings`;
  if (row?.revision !== revision) learntMs = performance.now() - begun;
  revision = row?.revision;
}, 100);
await judgeDirty(ctx);
const judgedMs = performance.now() - begun;
clearInterval(watch);
const { user, system } = process.cpuUsage(cpu);
const peakMb = process.resourceUsage().maxRSS / 1024;
const took: number[] = [];
let eventsCpuMs = 0;
for (const page of await latestPages(Number(events))) {
  await storeAgain(page);
  const [from, used] = [performance.now(), process.cpuUsage()];
  await judgeDirty(ctx);
  took.push(performance.now() - from);
  const own = process.cpuUsage(used);
  eventsCpuMs += (own.user + own.system) / 1000;
}
const run: JudgeRun = {
  ...stored,
  learntMs,
  judgedMs,
  cpuMs: (user + system) / 1000,
  peakMb,
  events: took,
  eventsCpuMs,
};
console.log(JSON.stringify(run));
await client.close();

async function latestPages(count: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from pages order by triggered_at desc, id limit ${count}`;
  return rows.map(({ id }) => id);
}

/** A new page like another one, two minutes after it. */
async function storeAgain(page: string): Promise<void> {
  const id = randomId();
  await sql`
    insert into pages (workspace_id, id, provider, page_key, signature_id, title, service, team, urgency, priority,
      triggered_at, ended_at, ended_by, raised_by, ended_by_person_id, acknowledged_at, seconds_to_acknowledge,
      knows_acknowledgements, last_event_at)
    select workspace_id, ${id}, provider, page_key || '-again', signature_id, title, service, team, urgency, priority,
      triggered_at + '2 min', ended_at + '2 min', ended_by, raised_by, ended_by_person_id, acknowledged_at + '2 min',
      seconds_to_acknowledge, knows_acknowledgements, last_event_at + '2 min'
    from pages where id = ${page}`;
  const [row] = await sql<{ packed: string }[]>`select packed from page_folds where page_id = ${page}`;
  if (!row) throw new Error(`page ${page} has no fold`);
  const again = JSON.parse(JSON.stringify(storedPage(row.packed), later)) as Page;
  await sql`insert into page_folds (workspace_id, page_id, packed) values (${FIRST_WORKSPACE}, ${id}, ${packPage(again)})`;
  await sql`
    insert into dirty_signatures select workspace_id, signature_id from pages where id = ${id} on conflict do nothing`;
}

function later(key: string, value: unknown): unknown {
  return key === "pageKey" ? `${String(value)}-again` : laterInstant(value, 120_000);
}
