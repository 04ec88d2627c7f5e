import { closeSync, openSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { incidentsJson, legacyCsv, type SampleOptions } from "@/lib/sample/sample-company";
import { compactJson } from "./compact";

const USAGE =
  "tsx bench/generate.ts --incidents 100000 --format json|compact|csv --out FILE [--seed 1] [--until 2026-06-01T00:00:00Z]";
/** Two hundred people; about 360 alerts on 140 services. */
const COPIES = 5;
const SITES = 2;
/** What such a company gets at least; the surplus is cut at the old end. */
const INCIDENTS_PER_DAY = 280;
const BUFFER_CHARACTERS = 1 << 20;

const FORMATS = { json: incidentsJson, compact: compactJson, csv: legacyCsv } as const;

/** Writes an export of any size piece by piece, and says how long it took and how much memory. */
function generate(args: string[]): void {
  const { options, format, out } = readArguments(args);
  const startedAt = performance.now();
  const bytes = writeAll(out, FORMATS[format](options));
  const seconds = (performance.now() - startedAt) / 1000;
  const rss = process.memoryUsage().rss;
  console.log(
    `${out}: ${options.limit} incidents, ${mega(bytes)} MB in ${seconds.toFixed(1)} s, ${mega(rss)} MB resident`,
  );
}

function readArguments(args: string[]): { options: SampleOptions; format: keyof typeof FORMATS; out: string } {
  const { values } = parseArgs({
    args,
    options: {
      incidents: { type: "string" },
      format: { type: "string", default: "json" },
      out: { type: "string" },
      seed: { type: "string", default: "1" },
      until: { type: "string", default: "2026-06-01T00:00:00Z" },
    },
  });
  const incidents = Number(values.incidents);
  const until = Date.parse(values.until);
  const seed = Number(values.seed);
  const { format, out } = values;
  const sound = Number.isInteger(incidents) && incidents > 0 && Number.isInteger(seed) && Number.isFinite(until);
  if (!sound || out === undefined || !isFormat(format)) throw new Error(`Usage: ${USAGE}`);
  const days = Math.ceil(incidents / INCIDENTS_PER_DAY) + 2;
  return { options: { seed, until, days, copies: COPIES, sites: SITES, limit: incidents }, format, out };
}

function isFormat(text: string): text is keyof typeof FORMATS {
  return Object.hasOwn(FORMATS, text);
}

function writeAll(path: string, chunks: Iterable<string>): number {
  const file = openSync(path, "w");
  let bytes = 0;
  let held: string[] = [];
  let characters = 0;
  const flush = () => {
    const data = Buffer.from(held.join(""), "utf8");
    for (let done = 0; done < data.length; ) done += writeSync(file, data, done);
    bytes += data.length;
    held = [];
    characters = 0;
  };
  try {
    for (const chunk of chunks) {
      held.push(chunk);
      characters += chunk.length;
      if (characters >= BUFFER_CHARACTERS) flush();
    }
    flush();
  } finally {
    closeSync(file);
  }
  return bytes;
}

function mega(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}

generate(process.argv.slice(2));
