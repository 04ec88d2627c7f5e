import { randomUUID } from "node:crypto";
import { openClient } from "@/db/client";
import { RECEIVE_LIMIT_MS } from "@/db/commands/receive";
import { type CertificateOf, snsCertificates } from "@/db/outbound/sns-certificate";
import { openKeyRing } from "@/db/secrets/key-ring";
import { type DoorDatabase, doorDatabase } from "@/db/staging/door-database";
import { type InboxWriter, inboxWriter } from "@/db/staging/inbox-writer";
import { openSpool, type Spool } from "@/db/staging/spool";
import type { Instant } from "@/lib/model/instant";
import { dataDir } from "./database";
import { type FailedProofs, failedProofs } from "./failed-proofs";
import { type RefusalBuffer, refusalBuffer } from "./refusal-buffer";
import { type SourceCache, sourceCache } from "./source-cache";

/** Where deliveries come in: what a process keeps for it. */
export type Door = {
  database: DoorDatabase;
  inbox: InboxWriter;
  sources: SourceCache;
  spool: Spool;
  refusals: RefusalBuffer;
  failedProofs: FailedProofs;
  certificateOf: CertificateOf;
  now: () => Instant;
  publicUrl: string | null;
};

type Options = {
  url: string;
  dataDir: string;
  keys: string | undefined;
  publicUrl: string | null;
  now?: () => Instant;
};

export function openDoor({ url, dataDir: dir, keys, publicUrl, now = Date.now }: Options): Door {
  const ring = openKeyRing(keys);
  const database = doorDatabase(() => openClient(url, { max: 8, statementLimitMs: RECEIVE_LIMIT_MS }));
  return {
    database,
    inbox: inboxWriter(database),
    sources: sourceCache(database, ring),
    spool: openSpool(dir, ring),
    refusals: refusalBuffer(database, (error) => console.error(`${randomUUID()} refusals`, error)),
    failedProofs: failedProofs(),
    certificateOf: snsCertificates(),
    now,
    publicUrl,
  };
}

const holder = globalThis as { squelchDoor?: Door };

/** The process's one; kept across reloads of the development server. */
export function door(): Door {
  holder.squelchDoor ??= openDoor(configuration());
  return holder.squelchDoor;
}

function configuration(): Options {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is missing: the screens are started by `npm start`, which sets it");
  const { SQUELCH_KEYS: keys, PUBLIC_URL } = process.env;
  return { url, dataDir: dataDir(), keys, publicUrl: PUBLIC_URL || null };
}
