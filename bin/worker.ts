import { subscribe } from "node:diagnostics_channel";
import { setPriority } from "node:os";
import { resolve } from "node:path";
import { openDigestTools } from "@/db/commands/open-digest-tools";
import { browsingIfAny } from "@/db/drawing/browser";
import { runWorker } from "@/db/jobs/run";
import { AppError } from "@/lib/errors";
import { configured } from "./environment";
import { judgingHelpers } from "./judging-helper";

/** The worker process that `squelch serve` starts: takes jobs until it is told to end. */
const stopping = new AbortController();
/** Senders and people wait for the web server; nobody waits for a verdict by the millisecond. */
const YIELDING = 5;
setPriority(YIELDING);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());

const {
  databaseUrl: url,
  dataDir,
  keys,
  outboundAllow: allow,
  mail,
  publicUrl,
  chromium,
  host,
  port,
  ...config
} = configured();
const retention = { bodiesDays: config.retainBodiesDays, filesDays: config.retainFilesDays };
if (!url) throw new AppError("invalid", "The worker needs DATABASE_URL. `squelch serve` sets it.");
const report = (line: string) => void process.stderr.write(`${line}\n`);
subscribe("squelch.audit", (line) => report(String(line)));
const browsing = port === null ? null : browsingIfAny(chromium, host, port);
const digests = keys ? openDigestTools({ keys, allow, mail, publicUrl, browsing }) : undefined;
await runWorker({
  url,
  dataDir: resolve(dataDir),
  keys,
  allow,
  retention,
  startHelper: judgingHelpers(url),
  ...(digests && { digests }),
  signal: stopping.signal,
  report,
});
process.exit(0);
