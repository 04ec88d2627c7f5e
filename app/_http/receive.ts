import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery } from "@/db/commands/receive";
import { randomId } from "@/db/ids";
import { admitWithCertificate } from "@/db/jobs/drain-spool";
import type { WebhookSource } from "@/db/queries/webhook-sources";
import { type Refusal, refusalByHeaders, tooLarge } from "@/db/staging/admit";
import type { Arrival } from "@/db/staging/arrival";
import { removeSpooled, type Spooled, SpoolFullError, spool } from "@/db/staging/spool";
import type { RefusalReason } from "@/lib/contract/source";
import type { Door } from "./door";
import { PEER_HEADER, peerOf } from "./peer-of";
import { type ReadBody, readBody, readMessage } from "./read-body";

/** Nobody sends more; only used where the sender, and so its own limit, is not known. */
const MAX_UNKNOWN_BYTES = 10 * 1024 ** 2;
const BODY_LIMIT_MS = 20_000;
const MAX_A_MINUTE = 20_000;
const RETRY_AFTER_SECONDS = 30;

/** Where a delivery was sent to: the source, and the secret in the path of senders that have no other place for it. */
export type Addressed = { slug: string; token: string | null };

/** A request as the door sees it, whoever took it in. */
type Incoming = {
  to: Addressed;
  pathname: string;
  headers: Record<string, string>;
  peer: string | null;
  read: (maxBytes: number, limitMs: number) => Promise<ReadBody>;
};

type Answer = { status: number; headers: Record<string, string>; body: string | null };

/** A request of a webhook that came through the router. */
export async function receiveRequest(door: Door, request: Request, to: Addressed): Promise<Response> {
  const { status, headers, body } = await receive(door, {
    to,
    pathname: new URL(request.url).pathname,
    headers: headersOf(Object.fromEntries(request.headers)),
    peer: peerOf(request.headers),
    read: (maxBytes, limitMs) => readBody(request, maxBytes, limitMs),
  });
  return new Response(body, { status, headers });
}

/** The same before any router, which costs several times what receiving does. */
export async function receiveMessage(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  to: Addressed,
  pathname: string,
): Promise<void> {
  const { status, headers, body } = await receive(door, {
    to,
    pathname,
    headers: headersOf(request.headers),
    peer: request.headers[PEER_HEADER]?.toString() ?? null,
    read: (maxBytes, limitMs) => readMessage(request, maxBytes, limitMs),
  });
  response.writeHead(status, { ...headers, "x-content-type-options": "nosniff" });
  response.end(body);
}

/**
 * 202 says that it is committed, or lies synced in the spool; once it has proved itself nothing but a full spool turns
 * it away, because some senders drop on a 4xx and then stop sending.
 */
async function receive(door: Door, incoming: Incoming): Promise<Answer> {
  const { to, headers } = incoming;
  const found = await door.sources.find(to.slug);
  if (found === "unreachable") return receiveUnverified(door, incoming);
  if (found === "unknown" || isMisaddressed(found.source, to)) return unknownSource();
  const { source } = found;
  const refused = refusalByHeaders(source, headers);
  if (refused) return refuse(door, source, refused);
  const read = await incoming.read(source.webhook.maxBytes, BODY_LIMIT_MS);
  if (typeof read === "string") return refuseRead(door, source, read);
  return admitted(door, found, arrivalOf(door, incoming, read.body), incoming.peer);
}

/** What helps to set a webhook up: whether the address is right. */
export async function describeAddress(door: Door, to: Addressed): Promise<Response> {
  const { status, headers, body } = await described(door, to);
  return new Response(body, { status, headers });
}

async function described(door: Door, to: Addressed): Promise<Answer> {
  const found = await door.sources.find(to.slug);
  if (found === "unreachable") return answer(503, "The database is away. Deliveries are kept and stored later.");
  if (found === "unknown" || isMisaddressed(found.source, to)) return unknownSource();
  if (found.source.deleted) return refusalAnswer({ reason: "source-deleted", status: 410, detail: null });
  return answer(200, "The address is right. Deliveries are sent to it by POST.");
}

type Known = { source: WebhookSource; durable: boolean };

async function admitted(
  door: Door,
  { source, durable }: Known,
  arrival: Arrival,
  peer: string | null,
): Promise<Answer> {
  try {
    const admission = await admitWithCertificate(source, arrival, door.certificateOf);
    if ("refusal" in admission) return refuseProof(door, source, admission.refusal, peer);
    if ("delivery" in admission) return await keep(door, source, admission.delivery, durable);
  } catch (error) {
    // A bug of ours must not cost a delivery: it is checked again from the spool.
    console.error(`${randomUUID()} ingest ${source.sourceId}`, error);
  }
  return keepUnverified(door, arrival, source);
}

async function keep(door: Door, source: WebhookSource, delivery: Delivery, durable: boolean): Promise<Answer> {
  const spooled = { kind: "delivery", delivery } as const;
  if (isTooMany(source, door.now())) {
    if (source.webhook.retries429) return tooMany(door, source);
    // Who does not come again is taken in as far as there is room anywhere.
    if (await isSpooled(door, spooled)) return accepted();
  }
  if (!durable) return spoolThenStore(door, spooled, source);
  try {
    await door.inbox.keep(delivery);
    return accepted();
  } catch {
    // Away, slow or failing: whatever it is, the spool takes it, and the worker says what hinders it.
    return spoolOrRefuse(door, spooled, source);
  }
}

/** A database that forgets what it has committed cannot carry the acknowledgement. */
async function spoolThenStore(door: Door, spooled: Spooled & { kind: "delivery" }, source: WebhookSource) {
  let file: Awaited<ReturnType<typeof spool>>;
  try {
    file = await spool(door.spool, spooled);
  } catch (error) {
    return spoolFailed(door, error, source);
  }
  try {
    await door.inbox.keep(spooled.delivery);
    await removeSpooled(door.spool, file);
  } catch {
    // It lies in the spool: the worker stores it.
  }
  return accepted();
}

/** The source is not known, or what would prove it is out of reach: checked when it is drained. */
async function receiveUnverified(door: Door, incoming: Incoming): Promise<Answer> {
  const read = await incoming.read(MAX_UNKNOWN_BYTES, BODY_LIMIT_MS);
  if (typeof read === "string") return refusalAnswer(refusalOfRead(read));
  return keepUnverified(door, arrivalOf(door, incoming, read.body), null);
}

function keepUnverified(door: Door, arrival: Arrival, source: WebhookSource | null): Promise<Answer> {
  return spoolOrRefuse(door, { kind: "unverified", arrival }, source);
}

async function spoolOrRefuse(door: Door, spooled: Spooled, source: WebhookSource | null): Promise<Answer> {
  try {
    await spool(door.spool, spooled);
    return accepted();
  } catch (error) {
    return spoolFailed(door, error, source);
  }
}

async function isSpooled(door: Door, spooled: Spooled): Promise<boolean> {
  try {
    await spool(door.spool, spooled);
    return true;
  } catch (error) {
    if (error instanceof SpoolFullError) return false;
    throw error;
  }
}

function spoolFailed(door: Door, error: unknown, source: WebhookSource | null): Answer {
  console.error(`${randomUUID()} spool`, error);
  const detail = error instanceof SpoolFullError ? null : "the spool failed";
  if (source) door.refusals.count(source, { reason: "spool-full", status: 503, detail }, door.now());
  return answer(503, "The database is away and the spool is full.", { "retry-after": String(RETRY_AFTER_SECONDS) });
}

/** Only those that failed are counted: one that proves itself is never held back by the others of its address. */
function refuseProof(door: Door, source: WebhookSource, refusal: Refusal, peer: string | null): Answer {
  if (refusal.status === 401 && door.failedProofs.isTooMany(peer, door.now()))
    return tooMany(door, source, "too many of this address did not prove themselves");
  return refuse(door, source, refusal);
}

function tooMany(door: Door, source: WebhookSource, detail = `above ${MAX_A_MINUTE} a minute`): Answer {
  return refuse(door, source, { reason: "too-many", status: 429, detail }, { "retry-after": "60" });
}

function refuseRead(door: Door, source: WebhookSource, read: Exclude<ReadBody, object>): Answer {
  const refusal = read === "too-large" ? tooLarge(source, Number.POSITIVE_INFINITY) : null;
  return refuse(door, source, refusal ?? refusalOfRead(read));
}

function refusalOfRead(read: Exclude<ReadBody, object>): Refusal {
  if (read === "too-large") return { reason: "too-large", status: 413, detail: null };
  return { reason: "too-slow", status: 408, detail: read === "cut" ? "the connection broke" : null };
}

function refuse(door: Door, source: WebhookSource, refusal: Refusal, headers: Record<string, string> = {}): Answer {
  door.refusals.count(source, refusal, door.now());
  return refusalAnswer(refusal, headers);
}

const WORDS: Record<RefusalReason, string> = {
  "proof-missing": "The signature or secret is missing.",
  "proof-wrong": "The signature or secret is wrong.",
  "outside-window": "The signed time is more than 5 minutes from ours",
  "too-large": "The body is too large",
  "type-not-allowed": "This content type is not taken",
  "encoding-not-allowed": "The body must not be compressed",
  "source-deleted": "This source was deleted.",
  "too-slow": "The body did not arrive in time.",
  "too-many": "Too many deliveries",
  "spool-full": "The database is away and the spool is full.",
};

function refusalAnswer({ reason, status, detail }: Refusal, headers: Record<string, string> = {}): Answer {
  const words = detail === null ? WORDS[reason] : `${WORDS[reason].replace(/\.$/, "")}: ${detail}.`;
  // What was refused before its end is not read on.
  const rest: Record<string, string> = status === 408 || status === 413 ? { connection: "close" } : {};
  return answer(status, words, { ...rest, ...headers });
}

const unknownSource = () => answer(404, "There is no such source.");
const accepted = (): Answer => ({ status: 202, headers: { "cache-control": "no-store" }, body: null });

function answer(status: number, detail: string, headers: Record<string, string> = {}): Answer {
  const body = JSON.stringify({ status, detail });
  return { status, headers: { "content-type": "application/json", "cache-control": "no-store", ...headers }, body };
}

/** A token in the path belongs to sources that are proved by it, and to no other. */
const isMisaddressed = (source: WebhookSource, { token }: Addressed) => token !== null && source.proof !== "path";

function headersOf(given: Record<string, string | string[] | undefined>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && name !== "cookie" && name !== PEER_HEADER) headers[name] = String(value);
  }
  return headers;
}

function arrivalOf(door: Door, { to, pathname, headers }: Incoming, body: Uint8Array): Arrival {
  const origin = door.publicUrl ?? `http://${headers.host ?? ""}`;
  return { ...to, url: origin + pathname, headers, body, receivedAt: door.now(), receiptId: randomId() };
}

const counters = new Map<string, { minute: number; deliveries: number }>();

function isTooMany({ workspaceId, sourceId }: WebhookSource, now: number): boolean {
  const key = `${workspaceId} ${sourceId}`;
  const minute = Math.floor(now / 60_000);
  const counter = counters.get(key);
  if (counter?.minute !== minute) {
    counters.set(key, { minute, deliveries: 1 });
    return false;
  }
  counter.deliveries += 1;
  return counter.deliveries > MAX_A_MINUTE;
}
