import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { asLeader } from "@/db/test-sight";
import { NoiseFilter } from "@/lib/contract/filter";
import type { NoiseReport } from "@/lib/contract/noise-report";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import { analyze, type Collected, collect, nothingCollected } from "@/lib/report/analyze";
import { incidentsJson, legacyCsv, usersJson } from "@/lib/sample/sample-company";
import { resolveRange } from "@/lib/time/range";
import { noiseReport } from "./noise-report";

const ZONE = "Europe/Berlin";
/** The clocks in Berlin go back within these 30 days. */
const SAMPLE = { seed: 3, until: Date.parse("2026-11-09T00:00:00Z"), days: 30 };
const FILES = {
  "incidents and users": [[...usersJson(SAMPLE)].join(""), [...incidentsJson(SAMPLE)].join("")],
  "the legacy report": [[...legacyCsv(SAMPLE)].join("")],
};

let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb(ZONE);
  ctx = await db.ctxAt(SAMPLE.until);
});
afterAll(() => db.drop());

async function read(texts: readonly string[]): Promise<Collected> {
  const collected = nothingCollected();
  for (const text of texts) {
    const open = async function* () {
      yield Buffer.from(text);
    };
    const input = { name: "file", size: text.length, open };
    for await (const { records } of parseInput(input, await detectFormat(input)))
      for (const record of records) if (record.outcome === "accepted") collect(collected, record.events, record.people);
  }
  return collected;
}

/** Ids are ours in the database and the providers' on the command line: signatures and names stand for both. */
function withoutIds({ lead, signatures, people, totals, previous, ...rest }: NoiseReport) {
  const named = new Map(signatures.map(({ id, signature }) => [id, signature]));
  const rounded = (of: typeof totals | null) => {
    if (!of?.timeToAcknowledge) return null;
    const { medianSeconds, p95Seconds, meanSeconds, ...counts } = of.timeToAcknowledge;
    const seconds = [medianSeconds, p95Seconds, meanSeconds].map((value) => value?.toFixed(6) ?? null);
    return { ...of, timeToAcknowledge: { ...counts, seconds } };
  };
  return {
    ...rest,
    totals: rounded(totals),
    previous: rounded(previous),
    lead: lead && { ...lead, signatures: lead.signatures.map(({ id }) => named.get(id)) },
    signatures: signatures.map(({ id: _id, ...row }) => row),
    people: people.map(({ id: _id, ...row }) => row),
  };
}

describe.each(Object.entries(FILES))("the screens and the command line, of %s", (_name, texts) => {
  let collected: Collected;
  beforeAll(async () => {
    await emptyWorkspace(ctx);
    for (const text of texts) await importText(ctx, text);
    collected = await read(texts);
  });

  it.each([
    ["a week with the clock change", "2026-10-19", "2026-10-25"],
    ["28 days", "2026-10-12", "2026-11-08"],
    ["a range that cuts days", "2026-10-20T03:17:00Z", "2026-10-29T22:41:30Z"],
  ])("say the same of %s", async (_range, from, to) => {
    const onScreen = await noiseReport(await asLeader(ctx), NoiseFilter.parse({ from, to }));
    const range = resolveRange({ from, to, zone: ZONE, now: SAMPLE.until });
    const options = { zone: ZONE, settings: DEFAULT_SETTINGS, range, compare: true, names: true };
    const inMemory = analyze(collected, options);
    expect(onScreen.totals.pages).toBeGreaterThan(50);
    expect(onScreen.totals.interruptions?.total).toBeGreaterThan(50);
    expect(inMemory && withoutIds(inMemory)).toEqual(withoutIds(onScreen));
  });
});

it("the screens and the command line count two pages of one instant under the same alert", async () => {
  const pagesOfOneInstant = Array.from({ length: 24 }, (_, n) => {
    const head = { provider: "pagerduty", page: `P${n}`, at: `2026-11-03T${String(n).padStart(2, "0")}:00:00Z` };
    const other = { ...head, page: `Q${n}` };
    return [head, other].flatMap((each, nth) => [
      { ...each, kind: "triggered", by: "automation", title: nth === 0 ? "Disk full" : "Queue slow" },
      { ...each, kind: "notified", by: "automation", person: "PANA", channel: "push" },
    ]);
  });
  const lines = pagesOfOneInstant
    .flat()
    .map((event) => JSON.stringify(event))
    .join("\n");
  await emptyWorkspace(ctx);
  await importText(ctx, lines);
  const { signatures } = await noiseReport(
    await asLeader(ctx),
    NoiseFilter.parse({ from: "2026-11-02", to: "2026-11-08" }),
  );
  const counted = Object.fromEntries(signatures.map(({ title, interruptions }) => [title, interruptions?.total]));
  // P before Q, every hour of the day.
  expect(counted).toEqual({ "Disk full": 24, "Queue slow": 0 });
});
