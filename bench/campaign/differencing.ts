import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { isolatedBy } from "@/lib/privacy/fixtures/isolated-by";
import { randomOrganisation } from "@/lib/privacy/fixtures/random-organisation";
import { releaseGroups } from "@/lib/privacy/release-groups";
import { drawsOf } from "@/lib/statistics/draws";

/**
 * Random organisations with small groups, people in several groups and viewers who see some by name: no number that is
 * shown, difference of two, or parent less any of its children depends on 1 to 4 people.
 * `npm run campaign:privacy -- --cases 10000 --seed 1`.
 */
const OUT = "bench/out/differencing.json";

const { values } = parseArgs({
  options: { cases: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (![cases, seed].every(Number.isSafeInteger) || cases < 1) throw new Error("Say --cases N --seed N.");

const draw = drawsOf(seed);
const tally = { groups: 0, ofFiveOrMore: 0, shown: 0, small: 0, remainder: 0, leakyIfAllWereShown: 0 };
const found: string[] = [];
for (let one = 0; one < cases; one++) {
  const { groups, named } = randomOrganisation(draw);
  const { shown, hidden } = releaseGroups(groups, named);
  found.push(...isolatedBy(groups, shown, named, draw).map((text) => `organisation ${one}: ${text}`));
  const everything = new Set(groups.map(({ id }) => id));
  if (isolatedBy(groups, everything, named, draw).length > 0) tally.leakyIfAllWereShown++;
  tally.groups += groups.length;
  tally.ofFiveOrMore += groups.filter(({ people }) => people.length >= 5).length;
  tally.shown += shown.size;
  for (const reason of hidden.values()) tally[reason]++;
}
console.table({ organisations: cases, ...tally, isolating: found.length });
for (const text of found.slice(0, 20)) console.log(text);
await mkdir("bench/out", { recursive: true });
await writeFile(OUT, `${JSON.stringify({ cases, seed, ...tally, found }, null, 1)}\n`);
if (found.length > 0) process.exitCode = 1;
