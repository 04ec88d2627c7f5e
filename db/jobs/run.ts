import { setMaxListeners } from "node:events";
import { openClient } from "@/db/client";
import type { DigestTools } from "@/db/commands/digest-tools";
import type { StartHelper } from "@/db/commands/judging-crew";
import { drainInbox } from "./drain-inbox";
import { keepDraining } from "./drain-spool";
import { WORKER } from "./end-leases";
import { keepBackfilling } from "./keep-backfilling";
import { keepChecking } from "./keep-checking";
import { keepDigesting } from "./keep-digesting";
import { keepFlagging } from "./keep-flagging";
import { keepPredicting } from "./keep-predicting";
import { keepRetention, type Retention } from "./keep-retention";
import { keepWatching } from "./keep-watching";
import { takeJobs } from "./take-jobs";

/** Imports at once. Each holds the workspace for a chunk at a time, and the inbox takes its turn between them. */
const SLOTS = 2;
/** Two chunks, the inbox, the spool and a backfill at once, with the renewal of their leases. */
const CONNECTIONS = 10;

export type WorkerOptions = {
  url: string;
  dataDir: string;
  /** Text of the key ring. Without it nothing is spooled and no token of an API is kept. */
  keys?: string | null;
  /** Private host:port pairs that may be called. */
  allow?: readonly string[];
  /** How long raw bodies and files are kept; missing = for ever. */
  retention?: Retention;
  /** Where threads may be had that judge beside the worker. */
  startHelper?: StartHelper;
  /** What digests are made and sent with; missing = none are sent. */
  digests?: DigestTools;
  signal: AbortSignal;
  report?: (line: string) => void;
};

/** Works until told to stop. Several workers may run on one database; a job at hand is finished by its lease. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, dataDir, keys, allow = [], retention, startHelper, digests, signal, report = () => {} } = options;
  const client = openClient(url, {
    max: CONNECTIONS,
    name: WORKER,
    ...(keys && { keys }),
    ...(startHelper && { startHelper }),
  });
  // Every loop waits for the same end; more of them than Node takes for a leak.
  setMaxListeners(2 * CONNECTIONS, signal);
  const loops = Array.from({ length: SLOTS }, () => takeJobs(client, dataDir, signal, report));
  loops.push(drainInbox(client, signal, report));
  loops.push(keepPredicting(client, signal, report));
  loops.push(keepFlagging(client, signal, report));
  loops.push(keepWatching(client, signal, report));
  if (digests) loops.push(keepDigesting({ client, dataDir, tools: digests, signal, report }));
  if (retention) loops.push(keepRetention({ sql: client.sql, dataDir, retention, signal, report }));
  if (keys) loops.push(keepDraining({ sql: client.sql, dataDir, keys, signal, report }));
  if (keys) loops.push(keepBackfilling({ client, keys, allow, signal, report }));
  if (keys) loops.push(keepChecking({ client, keys, allow, signal, report }));
  try {
    await Promise.all(loops);
  } finally {
    await client.close();
  }
}
