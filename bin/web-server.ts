import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { type Child, ROOT } from "./child";
import { isLoopback } from "./listen";

const START_LIMIT_MS = 120_000;

/** How Next is started here: the small server of the build, `next start` when that is not complete, or `next dev`. */
export function webArguments(place: { dev: boolean; host: string; port: number }): string[] {
  return ["--import", new URL("./web-preload.mjs", import.meta.url).href, ...serverArguments(place)];
}

function serverArguments({ dev, host, port }: { dev: boolean; host: string; port: number }): string[] {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const address = ["--hostname", host, "--port", String(port)];
  if (dev) return [next, "dev", ROOT, ...address];
  const standalone = join(ROOT, ".next/standalone");
  const complete = ["server.js", ".next/static", ".next/BUILD_ID"].every((path) => existsSync(join(standalone, path)));
  if (complete) return [join(standalone, "server.js")];
  if (existsSync(join(ROOT, ".next/BUILD_ID"))) return [next, "start", ROOT, ...address];
  throw new AppError(
    "invalid",
    "The screens are not built yet. Run `npm start`, which builds them, or `npm run build`.",
  );
}

/** Until the server answers, whatever it answers. */
export async function untilAnswers(web: Child, host: string, port: number, signal: AbortSignal): Promise<void> {
  const since = performance.now();
  let ended: string | null = null;
  void web.ended.then((how) => {
    ended = how;
  });
  while (performance.now() - since < START_LIMIT_MS) {
    signal.throwIfAborted();
    if (ended) throw new AppError("invalid", `The web server ${ended as string}. Its last lines:\n${web.tail()}`);
    if (await answers(`${addressOf(host, port)}/api/livez`)) return;
    await sleep(50);
  }
  throw new AppError("invalid", `The web server did not answer within 2 minutes. Its last lines:\n${web.tail()}`);
}

/** The first delivery should not be the one that loads what receives it and opens the database. */
export async function warmUp(host: string, port: number): Promise<void> {
  await answers(`${addressOf(host, port)}/api/ingest/nobody`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const { body } = await fetch(url, { signal: AbortSignal.timeout(30_000) });
    await body?.cancel();
    return true;
  } catch {
    // Not listening yet; the caller gives up after a while.
    return false;
  }
}

/** The address as a browser on this machine types it. */
export function addressOf(host: string, port: number): string {
  if (!isLoopback(host)) return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
