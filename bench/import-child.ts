import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { openClient } from "@/db/client";
import { createImport } from "@/db/commands/create-import";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import { runImport } from "@/db/jobs/handlers/run-import";
import { workCtx } from "@/db/work-ctx";

/** The importing process of the benchmark, alone, so that its memory is its own. Prints one line of JSON. */
const [url = "", dataDir = "", file = ""] = process.argv.slice(2);
const client = openClient(url, { max: 4 });
const ctx = await workCtx(client, FIRST_WORKSPACE);
const marks: Record<string, number> = {};
const dropped = performance.now();
const { size } = await stat(file);
const id = await createImport(
  { ...ctx, dataDir },
  {
    fileName: basename(file),
    body: createReadStream(file, { highWaterMark: 1 << 20 }),
    expectedBytes: size,
    userId: null,
  },
);
marks.uploaded = performance.now() - dropped;
await client.sql`update imports set state = 'queued' where id = ${id}`;
let storedRssMb: number | null = null;
const watch = setInterval(async () => {
  const [row] = await client.sql<{ state: string }[]>`select state from imports where id = ${id}`;
  if (row?.state !== "judging" || marks.stored !== undefined) return;
  marks.stored = performance.now() - dropped;
  storedRssMb = peakRssMb();
}, 100);
await runImport(ctx, id, { dataDir });
clearInterval(watch);
marks.judged = performance.now() - dropped;
const [ledger] = await client.sql`
  select received, stored, duplicate, ignored, rejected, state, error from imports where id = ${id}`;
const { user, system } = process.cpuUsage();
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ marks, ledger, peakRssMb: peakRssMb(), storedRssMb, cpuSeconds, bytes: size }));
await client.close();

function peakRssMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
