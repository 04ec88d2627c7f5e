import { setTimeout as sleep } from "node:timers/promises";
import { type Delivery, keepDelivery } from "@/db/commands/receive";
import { recordRefusals } from "@/db/commands/record-refusals";
import type { Sql } from "@/db/ctx";
import { type CertificateOf, snsCertificates } from "@/db/outbound/sns-certificate";
import { type WebhookSource, webhookSources } from "@/db/queries/webhook-sources";
import { MissingKeyError, openKeyRing } from "@/db/secrets/key-ring";
import { type Admission, admit, NO_SECRET_YET, type Refusal } from "@/db/staging/admit";
import type { Arrival } from "@/db/staging/arrival";
import {
  openSpool,
  readSpooled,
  removeSpooled,
  type Spool,
  type Spooled,
  type SpoolFile,
  setAside,
  setAsideBeginnings,
  spoolFiles,
  TornFileError,
} from "@/db/staging/spool";
import type { Instant } from "@/lib/model/instant";

const IDLE_MS = 1_000;
/** Whoever wrote a younger one may still be storing it itself. */
const MIN_AGE_MS = 3_000;
const LOOK_AGAIN_MS = 15_000;
/** A webhook whose secret nobody gives in all this time was never set up. */
const NO_SECRET_LIMIT_MS = 48 * 3_600_000;
/** A write takes seconds; what is older was left behind by a process that was ended. */
const BEGINNING_AGE_MS = 10 * 60_000;

export type Drain = {
  sql: Sql;
  spool: Spool;
  now: () => Instant;
  report: (line: string) => void;
  minAgeMs?: number;
  /** Files that could not be settled, and when they are looked at again. */
  later?: Map<string, Instant>;
  certificateOf?: CertificateOf;
};

/** `waiting`: cannot be settled yet, and says why once. */
export type Drained = { stored: number; refused: number; torn: number; waiting: number };

type Loop = { sql: Sql; dataDir: string; keys: string; signal: AbortSignal; report: (line: string) => void };

/** Empties the spool again and again until told to stop. */
export async function keepDraining({ sql, dataDir, keys, signal, report }: Loop): Promise<void> {
  const drain = {
    sql,
    spool: openSpool(dataDir, openKeyRing(keys)),
    now: Date.now,
    report,
    later: new Map<string, Instant>(),
    certificateOf: snsCertificates(),
  };
  let last = "";
  while (!signal.aborted) {
    const { line } = await drainSpool(drain, signal).then(summary, (error: unknown) => {
      return { line: `spool: ${error instanceof Error ? error.message : String(error)}` };
    });
    // An outage says so once, not every second.
    if (line && line !== last) report(line);
    last = line;
    await sleep(IDLE_MS, undefined, { signal }).catch(() => {});
  }
}

function summary({ stored, refused, torn }: Drained): { line: string } {
  const said = [
    stored > 0 && `${stored} stored`,
    refused > 0 && `${refused} refused`,
    torn > 0 && `${torn} cannot be read and were set aside`,
  ].filter(Boolean);
  return { line: said.length > 0 ? `spool: ${said.join(", ")}` : "" };
}

/**
 * Stores what waits in the spool, oldest first; a file goes after its commit. Fails where the database does: the rest
 * stays for the next time.
 */
export async function drainSpool(drain: Drain, signal?: AbortSignal): Promise<Drained> {
  const { spool, now, report, minAgeMs = MIN_AGE_MS } = drain;
  const drained: Drained = { stored: 0, refused: 0, torn: 0, waiting: 0 };
  drained.torn += await setAsideBeginnings(spool, now() - BEGINNING_AGE_MS);
  const files = (await spoolFiles(spool)).filter(({ receivedAt }) => isOld(receivedAt, now(), minAgeMs));
  const lookUp = lazySources(drain);
  forgetGone(drain, files);
  for (const file of files) {
    if (signal?.aborted) break;
    const end = isLater(drain, file) ? "waiting" : await settle(drain, file, lookUp);
    remember(drain, file, end);
    drained[end] += 1;
    if (end === "torn") report(`spool: ${file.name} cannot be read; it lies in ${spool.dir}/torn`);
  }
  return drained;
}

/** Also one from the future: a clock that was wrong must not hold it back. */
const isOld = (receivedAt: Instant, now: Instant, minAgeMs: number) => Math.abs(now - receivedAt) >= minAgeMs;

const isLater = ({ later, now }: Drain, { name }: SpoolFile) => (later?.get(name) ?? 0) > now();

function remember({ later, now }: Drain, { name }: SpoolFile, end: keyof Drained): void {
  if (end === "waiting") {
    if (!later?.has(name) || (later.get(name) ?? 0) <= now()) later?.set(name, now() + LOOK_AGAIN_MS);
  } else later?.delete(name);
}

/** Another worker may have settled them. */
function forgetGone({ later }: Drain, files: readonly SpoolFile[]): void {
  const here = new Set(files.map(({ name }) => name));
  for (const name of later?.keys() ?? []) if (!here.has(name)) later?.delete(name);
}

type LookUp = (slug: string) => Promise<WebhookSource | undefined>;

async function settle(drain: Drain, file: SpoolFile, lookUp: LookUp): Promise<keyof Drained> {
  const spooled = await readOrTorn(drain.spool, file);
  if (spooled === "gone" || spooled === "missing key") return "waiting";
  const end = spooled === "torn" ? spooled : await settleSpooled(drain, spooled, lookUp);
  if (end === "torn") await setAside(drain.spool, file.name);
  else if (end !== "waiting") await removeSpooled(drain.spool, file);
  return end;
}

async function settleSpooled(drain: Drain, spooled: Spooled, lookUp: LookUp): Promise<keyof Drained> {
  try {
    if (spooled.kind === "delivery") return await store(drain.sql, spooled.delivery);
    return await verify(drain, spooled.arrival, lookUp);
  } catch (error) {
    // One that the database cannot hold, or on which our code fails, must not keep back those behind it.
    if (!isOfThisFile(error)) throw error;
    drain.report(`spool: a delivery cannot be stored: ${error instanceof Error ? error.stack : String(error)}`);
    return "torn";
  }
}

/** Classes of PostgreSQL: data exception, integrity violation, limit exceeded. What has no code is a bug of ours. */
function isOfThisFile(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return true;
  return /^(22|23|54)[0-9A-Z]{3}$/.test(String(error.code));
}

async function readOrTorn(spool: Spool, file: SpoolFile) {
  try {
    return await readSpooled(spool, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "gone";
    if (error instanceof MissingKeyError) return "missing key";
    if (error instanceof TornFileError) return "torn";
    throw error;
  }
}

/** Two workers that drain one folder take turns at a delivery, so that the second sees what the first has stored. */
async function store(sql: Sql, delivery: Delivery): Promise<"stored"> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${delivery.receiptId ?? "0"}::bigint)`;
    await keepDelivery(tx as unknown as Sql, { ...delivery, via: "spool" });
  });
  return "stored";
}

async function verify(drain: Drain, arrival: Arrival, lookUp: LookUp): Promise<keyof Drained> {
  const source = await lookUp(arrival.slug);
  // Nobody's: there is no source to count it for.
  if (!source) return "refused";
  const admission = await admitWithCertificate(source, arrival, drain.certificateOf ?? snsCertificates());
  if ("undecided" in admission) {
    if (admission.undecided !== NO_SECRET_YET || drain.now() - arrival.receivedAt < NO_SECRET_LIMIT_MS)
      return "waiting";
    await refuse(drain.sql, source, arrival, { reason: "proof-wrong", status: 401, detail: admission.undecided });
    return "refused";
  }
  if ("delivery" in admission) return store(drain.sql, admission.delivery);
  await refuse(drain.sql, source, arrival, admission.refusal);
  return "refused";
}

/** With the certificate of Amazon's where the scheme has one. */
export async function admitWithCertificate(
  source: WebhookSource,
  arrival: Arrival,
  certificateOf: CertificateOf,
): Promise<Admission> {
  if (source.deleted) return { refusal: { reason: "source-deleted", status: 410, detail: null } };
  if (source.proof !== "signature" || source.webhook.signature !== "sns") return admit(source, arrival);
  try {
    return admit(source, arrival, await certificateOf(arrival.body, arrival.receivedAt));
  } catch (error) {
    return { undecided: `the certificate cannot be had: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function refuse(sql: Sql, source: WebhookSource, { receivedAt }: Arrival, refusal: Refusal): Promise<void> {
  const { workspaceId, sourceId, zone } = source;
  await recordRefusals(sql, [
    { workspaceId, sourceId, zone, ...refusal, requests: 1, firstAt: receivedAt, lastAt: receivedAt },
  ]);
}

/** Read once in a pass, and only where somebody has to be verified. */
function lazySources({ sql, spool }: Drain): LookUp {
  let sources: ReturnType<typeof webhookSources> | null = null;
  return async (slug) => {
    sources ??= webhookSources(sql, spool.ring);
    return (await sources).bySlug.get(slug);
  };
}
