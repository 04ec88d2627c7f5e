import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { CHECKED_ZONES, zoneDifferences } from "@/db/zone-check";
import { drawsOf } from "@/lib/statistics/draws";
import { withDatabase } from "../with-database";

/**
 * Random instants of 2010 to 2025 over 40 zones, half of them near a change of the clock: hour class, local date, local hour and night are
 * the same in SQL and in our own code. `npm run campaign:zones -- --instants 100000 --seed 1`.
 */
const OUT = "bench/out/zones.json";
const PORTION = 10_000;
const YEARS = { first: 2010, last: 2025 };

const { values } = parseArgs({
  options: { instants: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
});
const [instants, seed] = [Number(values.instants), Number(values.seed)];
if (![instants, seed].every(Number.isSafeInteger) || instants < 1) throw new Error("Say --instants N --seed N.");

await withDatabase(async ({ client: { sql } }) => {
  const draw = drawsOf(seed);
  const found = [];
  for (let left = instants; left > 0; left -= PORTION)
    found.push(...(await zoneDifferences(sql, Math.min(left, PORTION), draw, YEARS)));
  const [server] = await sql<{ version: string }[]>`select version()`;
  const versions = { node: process.versions.node, tz: process.versions.tz, postgres: server?.version };
  console.table({ instants, zones: CHECKED_ZONES.length, differences: found.length, ...versions });
  for (const difference of found.slice(0, 20)) console.log(difference);
  await mkdir("bench/out", { recursive: true });
  await writeFile(OUT, `${JSON.stringify({ instants, seed, ...versions, found }, null, 1)}\n`);
  if (found.length > 0) process.exitCode = 1;
});
