import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { crashInstallation, type Installation, startInstallation, stopInstallation } from "@/bin/fixtures/installation";
import type { Sql } from "@/db/ctx";
import { type Dump, dumpOf } from "@/db/test-import";
import { createRandom } from "@/lib/sample/random";
import { incidentsJson } from "@/lib/sample/sample-company";
import { type Body, bodies } from "./bodies";
import { newSent, type Sent, sendAtRate, type Targets } from "./send";
import { untilDrained, verify } from "./verify";
import { attach, call, makeSources, type Session, signInTo } from "./workspace";

/**
 * Ends the product by kill -9 at random moments, of an import and under webhooks (database and all), starts it again on
 * the same folder, and compares the final state with that of an undisturbed run, bit for bit in a canonical export.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string", default: "both" },
    kills: { type: "string", default: "50" },
    incidents: { type: "string", default: "20000" },
    rate: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
  },
});
const KILLS = Number(values.kills);
const random = createRandom(`kills ${values.seed}`);
const UNTIL = Date.parse("2026-06-01T00:00:00Z");
type Figures = Record<string, { value: string; bar: string }>;

/** A data folder whose product can be ended and started again on one port. */
class Victim {
  private port: string | undefined;
  private running: Installation | null = null;
  session: Session = { url: "", cookie: "" };
  private constructor(readonly dataDir: string) {}

  static async begin(): Promise<Victim> {
    const victim = new Victim(await mkdtemp(join(tmpdir(), "squelch-kills-")));
    const installation = await victim.start();
    victim.session = await signInTo(installation);
    return victim;
  }

  async start(): Promise<Installation> {
    this.running = await startInstallation(this.dataDir, {
      ...(this.port && { port: this.port }),
      env: { SQUELCH_SAMPLE: "off" },
    });
    this.port = new URL(this.running.url).port;
    return this.running;
  }

  async kill(): Promise<void> {
    if (this.running) await crashInstallation(this.running);
  }

  async end(): Promise<void> {
    if (this.running) await stopInstallation(this.running);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async query<T>(use: (sql: Sql) => Promise<T>): Promise<T> {
    const database = await attach(this.dataDir);
    try {
      return await use(database.sql);
    } finally {
      await database.close();
    }
  }
}

async function importUnderKills(): Promise<Figures> {
  const days = Math.ceil(Number(values.incidents) / 280) + 2;
  const options = {
    seed: Number(values.seed),
    until: UNTIL,
    days,
    copies: 5,
    sites: 2,
    limit: Number(values.incidents),
  };
  const file = Buffer.from([...incidentsJson(options)].join(""));
  const undisturbed = await withVictim(async (victim) => {
    const id = await beginImport(victim.session, file);
    while ((await importState(victim.session, id)).state !== "done") await sleep(500);
    return stateOf(victim);
  });
  return withVictim(async (victim) => {
    const id = await beginImport(victim.session, file);
    let kills = 0;
    let redone = 0;
    let before = 0;
    for (let done = false; !done; ) {
      if (kills < KILLS) {
        await sleep(random.integer(100, 2_500));
        const { received } = await victim.query((sql) => importRow(sql));
        if (received < before) redone += before - received;
        before = received;
        await victim.kill();
        kills += 1;
        await victim.start();
      } else await sleep(500);
      done = (await importState(victim.session, id)).state === "done";
    }
    const final = await stateOf(victim);
    const { ledger } = await importState(victim.session, id);
    return {
      "import: kills": { value: String(kills), bar: `${KILLS}` },
      "import: ledger": { value: JSON.stringify(ledger), bar: "received = sum" },
      "import: settled records that were taken back": { value: String(redone), bar: "0" },
      "import: canonical export": same(final, undisturbed),
    };
  });
}

async function beginImport(session: Session, file: Buffer): Promise<string> {
  const response = await fetch(`${session.url}/api/imports`, {
    method: "POST",
    headers: { cookie: session.cookie, origin: session.url, "x-squelch": "1", "x-squelch-file-name": "kills.json" },
    body: new Uint8Array(file),
  });
  if (!response.ok) throw new Error(`the upload answered ${response.status}: ${await response.text()}`);
  const { id } = (await response.json()) as { id: string };
  await call(session, "POST", `/api/imports/${id}/start`, {});
  return id;
}

type ImportState = { state: string; ledger: Record<string, number> };

/** Kept asking while it starts again. */
async function importState(session: Session, id: string): Promise<ImportState> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await call<ImportState>(session, "GET", `/api/imports/${id}`);
    } catch (error) {
      if (tries > 60) throw error;
      await sleep(500);
    }
  }
}

async function importRow(sql: Sql): Promise<{ received: number }> {
  const [row] = await sql<{ received: number }[]>`select received from imports`;
  return row ?? { received: 0 };
}

async function webhooksUnderKills(): Promise<Figures> {
  const begun = Date.now() - 30 * 864e5;
  const acknowledged: Body[] = [];
  const sent = newSent();
  const killed = await withVictim(async (victim) => {
    const targets = await makeSources(victim.session);
    const stopping = new AbortController();
    const remembered = remembering(bodies(Number(values.seed), begun), acknowledged);
    const sending = sendForEver(remembered, targets, sent, stopping.signal);
    for (let kills = 0; kills < KILLS; kills += 1) {
      await sleep(random.integer(1_000, 4_000));
      await victim.kill();
      await victim.start();
    }
    await sleep(2_000);
    stopping.abort();
    await sending;
    await victim.query(untilDrained);
    return {
      state: await stateOf(victim),
      proof: await victim.query((sql) => verify(sql, sent)),
      kept: await victim.query(keptBodies),
    };
  });
  console.log(`after ${KILLS} kills`, killed.proof);
  // The same bodies once more, undisturbed: what was stored without an answer counts too.
  const undisturbed = await withVictim(async (victim) => {
    const targets = await makeSources(victim.session);
    const kept = acknowledged.filter(({ text }) => killed.kept.has(sha(text)));
    const rate = { perSecond: 100, seconds: kept.length / 100, repeatShare: 0 };
    await sendAtRate(kept[Symbol.iterator](), targets, rate, newSent());
    await victim.query(untilDrained);
    return stateOf(victim);
  });
  const { proof } = killed;
  const answers = [...sent.statuses].map(([status, n]) => `${n} x ${status}`).join(", ");
  return {
    "webhooks: kills of product and database": { value: String(KILLS), bar: `${KILLS}` },
    "webhooks: answers": { value: answers, bar: "" },
    "webhooks: acknowledged / stored bodies": { value: `${proof.acknowledged} / ${proof.stored}`, bar: "" },
    "webhooks: acknowledged, not stored": { value: String(proof.lost), bar: "0" },
    "webhooks: stored twice": { value: String(proof.doubled), bar: "0" },
    "webhooks: events stored / told": { value: `${proof.events} / ${proof.expectedEvents}`, bar: "equal" },
    "webhooks: ledger": { value: JSON.stringify(proof.ledger), bar: "received = sum" },
    "webhooks: canonical export": same(killed.state, undisturbed),
  };
}

async function sendForEver(source: Iterator<Body>, targets: Targets, sent: Sent, signal: AbortSignal): Promise<void> {
  const rate = { perSecond: Number(values.rate), seconds: 100_000, repeatShare: 0.1 };
  await sendAtRate(source, targets, rate, sent, signal);
}

function* remembering(source: Iterator<Body>, list: Body[]): Generator<Body> {
  for (;;) {
    const body = source.next().value as Body;
    list.push(body);
    yield body;
  }
}

const sha = (text: string) => createHash("sha256").update(text).digest("hex");

async function keptBodies(sql: Sql): Promise<Set<string>> {
  const rows = await sql<{ sha: string }[]>`select encode(sha256(body), 'hex') as sha from inbox`;
  return new Set(rows.map((row) => row.sha));
}

/** What was derived, once everything is judged. */
async function stateOf(victim: Victim): Promise<Dump> {
  return victim.query(async (sql) => {
    for (let tries = 0; tries < 240; tries += 1) {
      const [row] = await sql<{ n: number }[]>`
        select (select count(*) from dirty_signatures)::int + (select count(*) from dirty_people)::int as n`;
      if (row?.n === 0) break;
      await sleep(500);
    }
    return dumpOf({ sql });
  });
}

function same(one: Dump, other: Dump): { value: string; bar: string } {
  const differing = Object.keys(other).filter((table) => JSON.stringify(one[table]) !== JSON.stringify(other[table]));
  const rows = Object.values(other).reduce((sum, list) => sum + list.length, 0);
  if (differing.length > 0) process.exitCode = 1;
  return {
    value: differing.length === 0 ? `equal, ${rows} rows` : `differs in ${differing.join(", ")}`,
    bar: "equal",
  };
}

async function withVictim<T>(use: (victim: Victim) => Promise<T>): Promise<T> {
  const victim = await Victim.begin();
  try {
    return await use(victim);
  } finally {
    await victim.end();
  }
}

const figures: Figures = {};
if (values.only !== "webhooks") Object.assign(figures, await importUnderKills());
if (values.only !== "import") Object.assign(figures, await webhooksUnderKills());
console.table(figures);
await mkdir("bench/out", { recursive: true });
await writeFile("bench/out/kills.json", `${JSON.stringify({ options: values, figures }, null, 1)}\n`);
