import { createHash, createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@/db/client";
import { sha256 } from "@/db/ids";
import { drainInbox } from "@/db/jobs/drain-inbox";
import { drainSpool } from "@/db/jobs/drain-spool";
import { type KeyRing, seal } from "@/db/secrets/key-ring";
import { spoolFiles } from "@/db/staging/spool";
import { ledgerFaults } from "@/db/test-deliveries";
import { emptyWorkspace } from "@/db/test-import";
import { damaged } from "@/lib/providers/damage";
import { providerOf } from "@/lib/providers/detect-format";
import { bodyObject } from "@/lib/providers/parse-delivery";
import type { Webhook } from "@/lib/providers/provider";
import type { Door } from "./door";
import { receiveRequest } from "./receive";

/** Whose webhook bodies are damaged, and which of their captured files hold some. */
const BODIES = {
  pagerduty: /^v[123]-/,
  opsgenie: /^webhook-/,
  "splunk-oncall": /^(?:webhook|escalation)-/,
  "grafana-oncall": /^webhook-/,
  alertmanager: /^webhook-/,
  "incident-io": /^webhook-/,
} as const;
export type MainProvider = keyof typeof BODIES;
export const MAIN_PROVIDERS = Object.keys(BODIES) as MainProvider[];

type Fault = "answer" | "exception" | "crash" | "hang" | "lost" | "changed" | "ledger" | "waiting" | "prototype";
type Found = { fault: Fault; n: number | null; fixture: string | null; what: string | null; why: string };

export type BodiesTally = {
  cases: number;
  /** How many answers had each status. */
  statuses: Record<string, number>;
  records: { received: number; stored: number; duplicate: number; ignored: number; rejected: number };
  /** Deliveries that repeat another by what their sender says they are. */
  repeats: number;
  /** Deliveries that the database did not take within its time, and the spool did. */
  spooled: number;
  /** Of one portion sent together, and of one stretch of draining: no body took more. */
  slowestCpuMs: number;
  peakRssMb: number;
  found: Found[];
};

export type BodiesRun = {
  client: Client;
  door: Door;
  ring: KeyRing;
  provider: MainProvider;
  cases: number;
  seed: number;
  /** Cases between two checks, after which the workspace is emptied. */
  batch?: number;
};

const FIXTURES = "lib/providers/fixtures";
const ORIGIN = "https://squelch.example";
const SIGNING: Readonly<Record<string, string>> = {
  "standard-webhooks": `whsec_${Buffer.from("a signing secret of thirty bytes").toString("base64")}`,
};
const ANY_SECRET = "a secret of the sender";
const AT_ONCE = 8;
/** Of computing: on a busy machine the clock says little. */
const HANG_MS = 5_000;
/** Without anything settled in all this time the draining is given up. */
const PATIENCE_MS = 120_000;
const POLL_MS = 40;
const REFUSALS_MS = 20_000;
const WATCHED = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];
/** So that all fixtures come early. */
const STRIDE = 7919;

type Captured = { name: string; bytes: Uint8Array };
type Case = { n: number; fixture: string; what: string; slug: Slug; body: Uint8Array; contentType: string | null };
type Answered = Case & { sha: string; status: number };
/** `signed`: with the sender's signature; `headed`: with its secret in a header. */
type Slug = "signed" | "headed";

/**
 * Damages captured webhook bodies of a provider, proves each as its sender does, sends them in at the door, drains them
 * and says what should never happen. It empties the workspace: it is for tests.
 */
export async function sendSignedBodies(run: BodiesRun): Promise<BodiesTally> {
  const { cases, batch = 500 } = run;
  const tally: BodiesTally = {
    cases: 0,
    statuses: {},
    records: { received: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0 },
    repeats: 0,
    spooled: 0,
    slowestCpuMs: 0,
    peakRssMb: 0,
    found: [],
  };
  const captured = capturedFor(run.provider);
  for (let from = 0; from < cases; from += batch) {
    await emptyWorkspace(run.client);
    await makeSources(run);
    const before = WATCHED.map((prototype) => Reflect.ownKeys(prototype).length);
    const all = casesOf(run, captured, from, Math.min(cases, from + batch));
    const answered = await sendAll(run, all, tally);
    await drain(run, tally);
    await check(run, answered, tally);
    if (WATCHED.some((prototype, i) => Reflect.ownKeys(prototype).length !== before[i]))
      add(tally, "prototype", `in the cases from ${from}`);
    tally.peakRssMb = Math.max(tally.peakRssMb, Math.round(process.memoryUsage.rss() / 1024 / 1024));
  }
  await emptyWorkspace(run.client);
  return tally;
}

function add(tally: BodiesTally, fault: Fault, why: string, one?: Case): void {
  tally.found.push({ fault, n: one?.n ?? null, fixture: one?.fixture ?? null, what: one?.what ?? null, why });
}

/** Whole files, and each line of those that hold a body a line. */
function capturedFor(provider: MainProvider): Captured[] {
  const dir = join(FIXTURES, provider);
  const names = readdirSync(dir).filter((name) => BODIES[provider].test(name) && !name.endsWith(".golden.json"));
  return names.sort().flatMap((name) => {
    const bytes = new Uint8Array(readFileSync(join(dir, name)));
    if (!name.endsWith(".ndjson")) return [{ name, bytes }];
    const lines = new TextDecoder().decode(bytes).split("\n").filter(Boolean);
    return [{ name, bytes }, ...lines.map((line, i) => ({ name: `${name}:${i + 1}`, bytes: encoded(line) }))];
  });
}

function* casesOf(
  { provider, seed }: BodiesRun,
  captured: readonly Captured[],
  from: number,
  to: number,
): Generator<Case> {
  const webhook = webhookOf(provider);
  const { signature } = webhook;
  for (let n = from; n < to; n++) {
    const one = captured[(n * STRIDE) % captured.length];
    if (!one) throw new Error(`There are no fixtures of ${provider}.`);
    // Every other one tells of another delivery, so that it is no repetition.
    const original = n % 2 === 0 ? one.bytes : renamed(one.bytes, webhook, n);
    const { what, bytes: body } = damaged(original, "json", seed, n);
    const isForm = one.name.endsWith("-form.txt");
    const slug = isForm || (signature !== null && provider !== "splunk-oncall") ? "signed" : "headed";
    yield { n, fixture: one.name, what, slug, body, contentType: isForm ? FORM : (TYPES[n % TYPES.length] ?? null) };
  }
}

const FORM = "application/x-www-form-urlencoded";
/** Most senders say JSON; a few say nothing, or something else. */
const TYPES = [...Array.from({ length: 16 }, () => "application/json"), null, "application/json; charset=utf-16", FORM];

/** With another identity of the delivery, where the body is whole and has one. */
function renamed(bytes: Uint8Array, webhook: Webhook, n: number): Uint8Array {
  const id = webhook.deliveryKey(bodyObject(bytes, "application/json"), new Map())?.split(":")[0];
  return id ? encoded(new TextDecoder().decode(bytes).replaceAll(id, `${id}-${n}`)) : bytes;
}

const webhookOf = (provider: MainProvider): Webhook => {
  const { webhook } = providerOf(provider);
  if (!webhook) throw new Error(`${provider} has no webhook.`);
  return webhook;
};

async function makeSources({ client: { sql }, ring, provider }: BodiesRun): Promise<void> {
  const { signature } = webhookOf(provider);
  const sources = [
    { id: "1", slug: `${provider}-signed`, proof: "signature", kind: "signing", secret: secretOf(provider) },
    { id: "2", slug: `${provider}-headed`, proof: "header", kind: "header", secret: sha256(ANY_SECRET) },
  ].filter(({ proof }) => signature !== null || proof === "header");
  // Known under the same ids again: what the door remembers of them stays true.
  await sql`truncate source_secrets`;
  for (const { id, slug, proof, kind, secret } of sources) {
    const sealed = seal(ring, secret, { table: "source_secrets", column: "sealed", id });
    await sql`
      insert into sources (workspace_id, id, slug, name, provider, proof, header_name)
      values (1, ${id}, ${slug}, ${slug}, ${provider}, ${proof}, ${proof === "header" ? "authorization" : null})`;
    await sql`
      insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
      values (1, ${id}, ${id}, ${kind}, ${sealed}, 'hint')`;
  }
}

const secretOf = (provider: MainProvider) => SIGNING[webhookOf(provider).signature ?? ""] ?? ANY_SECRET;

async function sendAll(run: BodiesRun, cases: Iterable<Case>, tally: BodiesTally): Promise<Answered[]> {
  const answered: Answered[] = [];
  let group: Case[] = [];
  const send = async () => {
    const since = process.cpuUsage();
    const answers = await Promise.all(group.map((one) => sendOne(run, one, tally)));
    const ms = cpuMsSince(since);
    tally.slowestCpuMs = Math.max(tally.slowestCpuMs, ms);
    if (ms > HANG_MS) add(tally, "hang", `${ms} ms for ${group.length} together`, group[0]);
    answered.push(...answers.filter((answer) => answer !== null));
    group = [];
  };
  for (const one of cases) {
    group.push(one);
    if (group.length >= AT_ONCE) await send();
  }
  await send();
  return answered;
}

/** Null where it threw. */
async function sendOne(run: BodiesRun, one: Case, tally: BodiesTally): Promise<Answered | null> {
  const slug = `${run.provider}-${one.slug}`;
  const url = `${ORIGIN}/api/ingest/${slug}`;
  const headers = new Headers(proofOf(run, one, url));
  if (one.contentType !== null) headers.set("content-type", one.contentType);
  const request = new Request(url, { method: "POST", body: Buffer.from(one.body), headers });
  // A body of bytes has no type of its own.
  tally.cases += 1;
  try {
    const { status } = await receiveRequest(run.door, request, { slug, token: null });
    tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
    const wanted = expectedStatus(webhookOf(run.provider), one);
    if (status !== wanted) add(tally, "answer", `${status} instead of ${wanted}`, one);
    return { ...one, body: EMPTY, sha: createHash("sha256").update(one.body).digest("hex"), status };
  } catch (error) {
    add(tally, "exception", stackOf(error), one);
    return null;
  }
}

const EMPTY = new Uint8Array();

/** Whatever a sender that proves itself sends is taken, but for what is documented: too large, or of another type. */
function expectedStatus({ contentTypes, maxBytes }: Webhook, { body, contentType }: Case): number {
  if (contentType === FORM && !contentTypes.includes(FORM)) return 415;
  return body.length > maxBytes ? 413 : 202;
}

/** As the sender makes it, over the very bytes. */
function proofOf({ provider, door }: BodiesRun, { n, slug, body }: Case, url: string): Record<string, string> {
  if (slug === "headed") return { authorization: `Bearer ${ANY_SECRET}` };
  const secret = secretOf(provider);
  switch (webhookOf(provider).signature) {
    case "pagerduty":
      return { "x-pagerduty-signature": `v1=${createHmac("sha256", secret).update(body).digest("hex")}` };
    case "standard-webhooks": {
      const id = `msg_${n}`;
      const at = String(Math.floor(door.now() / 1_000));
      const key = Buffer.from(secret.slice("whsec_".length), "base64");
      const signature = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest("base64");
      return { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": `v1,${signature}` };
    }
    case "splunk-on-call": {
      const fields = [...new URLSearchParams(Buffer.from(body).toString("utf8"))];
      fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      const text = url + fields.flat().join("");
      return { "x-victorops-signature": createHmac("sha1", secret).update(text).digest("base64") };
    }
    default:
      throw new Error(`${provider} signs in a way that is not written here.`);
  }
}

/** What went to the spool first, then everything that waits, with its verdicts. */
async function drain(run: BodiesRun, tally: BodiesTally): Promise<void> {
  const { client, door } = run;
  const files = await spoolFiles(door.spool);
  tally.spooled += files.length;
  // Whoever is known is only put aside unproved where our own code failed.
  for (const { name, kind } of files) if (kind === "unverified") add(tally, "crash", `${name} could not be proved`);
  const report = (line: string) => add(tally, "crash", line);
  await drainSpool({ sql: client.sql, spool: door.spool, now: door.now, report, minAgeMs: 0 });
  const stop = new AbortController();
  const draining = drainInbox(client, stop.signal, report);
  await settled(run, tally);
  stop.abort();
  await draining;
}

async function settled({ client: { sql } }: BodiesRun, tally: BodiesTally): Promise<void> {
  let [left, since] = [Number.POSITIVE_INFINITY, performance.now()];
  let cpu = process.cpuUsage();
  while (left > 0 && performance.now() - since < PATIENCE_MS) {
    await sleep(POLL_MS);
    const stretch = cpuMsSince(cpu);
    tally.slowestCpuMs = Math.max(tally.slowestCpuMs, stretch);
    if (stretch > HANG_MS) add(tally, "hang", `${stretch} ms while draining`);
    const [row] = await sql<{ n: number }[]>`
      select ((select count(*) from inbox where settled_at is null) + (select count(*) from inbox_repeats where not counted)
        + (select count(*) from dirty_signatures) + (select count(*) from dirty_people))::int as n`;
    cpu = process.cpuUsage();
    if (row?.n !== left) since = performance.now();
    left = row?.n ?? 0;
  }
}

type Row = { source: string; sha: string; waits: boolean; why: string | null };

async function check({ client, door }: BodiesRun, answered: readonly Answered[], tally: BodiesTally): Promise<void> {
  const { sql } = client;
  const rows = await sql<Row[]>`
    select source_id as source, encode(sha256(body), 'hex') as sha, settled_at is null as waits,
      (select min(r.why) from rejections r where r.workspace_id = d.workspace_id and r.origin_id = d.id
        and r.why like 'could not be read:%') as why
    from inbox d`;
  const [repeats] = await sql<{ n: number; waiting: number }[]>`
    select count(*)::int as n, (count(*) filter (where not counted))::int as waiting from inbox_repeats`;
  const accepted = answered.filter(({ status }) => status === 202);
  const counted = await countedRefusals({ client, door }, answered.length - accepted.length);
  if (counted < answered.length - accepted.length)
    add(tally, "ledger", `${answered.length - accepted.length} were refused, ${counted} are counted`);
  const sent = new Map(accepted.map((one) => [one.sha, one]));
  for (const { sha, waits, why } of rows) {
    const one = sent.get(sha);
    if (!one) add(tally, "changed", `${sha} is kept, and was not sent`);
    if (waits) add(tally, "waiting", "not settled", one);
    if (why !== null) add(tally, "crash", why, one);
  }
  const kept = rows.length + (repeats?.n ?? 0);
  if (kept !== accepted.length) add(tally, "lost", `${accepted.length} were acknowledged, ${kept} are kept`);
  if (repeats && repeats.waiting > 0) add(tally, "waiting", `${repeats.waiting} repetitions are not counted`);
  const files = await spoolFiles(door.spool);
  if (files.length > 0) add(tally, "waiting", `${files.length} are left in the spool`);
  for (const fault of await ledgerFaults(client)) add(tally, "ledger", JSON.stringify(fault));
  await addRecords(client, tally);
  tally.repeats += repeats?.n ?? 0;
}

/** Waits for a portion that is on its way. One that the database was slow to confirm may be counted twice. */
async function countedRefusals({ client: { sql }, door }: Pick<BodiesRun, "client" | "door">, wanted: number) {
  const until = performance.now() + REFUSALS_MS;
  for (;;) {
    await door.refusals.flush().catch(() => {}); // nothing of it is lost: it is tried again
    const [row] = await sql<{ n: number }[]>`select coalesce(sum(requests), 0)::int as n from refusals`;
    if ((row?.n ?? 0) >= wanted || performance.now() > until) return row?.n ?? 0;
    await sleep(POLL_MS);
  }
}

async function addRecords({ sql }: Client, tally: BodiesTally): Promise<void> {
  const [sums] = await sql<BodiesTally["records"][]>`
    select coalesce(sum(received), 0)::int as received, coalesce(sum(stored), 0)::int as stored,
      coalesce(sum(duplicate), 0)::int as duplicate, coalesce(sum(ignored), 0)::int as ignored,
      coalesce(sum(rejected), 0)::int as rejected from ledger_days`;
  if (!sums) throw new Error("the database did not answer");
  const { received, stored, duplicate, ignored, rejected } = sums;
  if (received !== stored + duplicate + ignored + rejected) add(tally, "ledger", JSON.stringify(sums));
  for (const end of ["received", "stored", "duplicate", "ignored", "rejected"] as const)
    tally.records[end] += sums[end];
}

function cpuMsSince(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 1_000);
}

const encoded = (text: string) => new TextEncoder().encode(text);
const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error));
