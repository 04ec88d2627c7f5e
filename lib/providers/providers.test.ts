import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ChangeTelling } from "@/lib/model/change";
import type { Mapping } from "@/lib/model/mapping";
import type { ToldShift } from "@/lib/model/on-call";
import type { PageEvent } from "@/lib/model/page-event";
import { detectFormat } from "./detect-format";
import { providers } from "./index";
import { toNeutral } from "./neutral";
import { parseInput } from "./parse-input";
import type { Input, ParsedRecord } from "./provider";

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "fixtures");
/** Of all fixtures that name no zone: it has clock changes. */
const ZONE = "Europe/Berlin";

function inputsOf(id: string): string[] {
  return readdirSync(join(FIXTURES, id)).filter((name) => !/\.(golden|mapping)\.json$/.test(name));
}

/** How the generic provider reads a fixture, where a mapping lies beside it. */
function mappingOf(path: string): Mapping | null {
  const beside = `${path}.mapping.json`;
  return existsSync(beside) ? (JSON.parse(readFileSync(beside, "utf8")) as Mapping) : null;
}

function inputOf(path: string): Input {
  return { name: path, size: null, open: () => createReadStream(path, { highWaterMark: 97 }) };
}

function readable({ eventKey, how, state, mergedInto, facts = {}, ...event }: PageEvent): object {
  const { number, link, policy, environment, counts, createdAt, asOf, closedAtUnknownTime } = facts;
  const iso = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : new Date(at).toISOString();
  const more = {
    number,
    link,
    policy,
    environment,
    counts,
    createdAt: iso(createdAt),
    asOf: iso(asOf),
    closedAtUnknownTime,
  };
  const { title, service, team, urgency, rule, dedup, priority } = facts;
  const told = { title, service, team, urgency, rule, dedup, priority };
  return { ...toNeutral({ ...event, eventKey, facts: told }), eventKey, how, state, mergedInto, more };
}

function readableTelling({ toldAt, changes, ...telling }: ChangeTelling): object {
  const shownAt = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const timed = changes.map((change) => ({
    ...change,
    startsAt: shownAt(change.startsAt),
    endsAt: shownAt(change.endsAt),
  }));
  return { ...telling, toldAt: shownAt(toldAt), changes: timed };
}

function readableShift({ fromAt, toAt, ...shift }: ToldShift): object {
  return { ...shift, from: new Date(fromAt).toISOString(), to: new Date(toAt).toISOString() };
}

function shown(record: ParsedRecord): object {
  if (record.outcome !== "accepted") return record;
  const { changes, shifts, ...rest } = record;
  return {
    ...rest,
    events: record.events.map(readable),
    ...(changes && { changes: changes.map(readableTelling) }),
    ...(shifts && { shifts: shifts.map(readableShift) }),
  };
}

describe.each(providers)("$id", ({ id }) => {
  it("has captured input to read", () => expect(inputsOf(id)).not.toEqual([]));

  it.each(inputsOf(id))("reads %s", async (file) => {
    const input = inputOf(join(FIXTURES, id, file));
    const { provider, columns, ...detected } = await detectFormat(input);
    const records: ParsedRecord[] = [];
    const warnings: string[] = [];
    const options = { zone: detected.needsZone ? ZONE : null, mapping: mappingOf(input.name) };
    for await (const batch of parseInput(input, { provider, columns, ...detected }, options)) {
      records.push(...batch.records);
      warnings.push(...(batch.warnings ?? []));
    }
    const used = columns?.map(({ header, field }) => `${header} = ${field ?? "not used"}`);
    const golden = {
      provider,
      ...detected,
      warnings: [...new Set([...detected.warnings, ...warnings])],
      columns: used,
    };
    const text = `${JSON.stringify({ ...golden, records: records.map(shown) }, null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(join(FIXTURES, id, `${file}.golden.json`));
  });
});
