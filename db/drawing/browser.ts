import type { Browser, BrowserContext } from "playwright-core";
import { AppError } from "@/lib/errors";
import { findChromium } from "./find-chromium";

/** From the start of the browser to the last byte. */
const LIMIT_MS = 60_000;
/** Of what a screen's code may hold; a screen of a quarter takes about 80. */
const HEAP_MB = 512;
/** More than these would wait for minutes. */
const MOST_WAITING = 8;

const ARGUMENTS = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--renderer-process-limit=1",
  `--js-flags=--max-old-space-size=${HEAP_MB}`,
];

/** Where our own screens answer, and the program that opens them. */
export type Browsing = { executable: string; origin: string };

/** For a process whose screens listen at `host` and `port`; fails in words where there is no browser. */
export function findBrowsing(chromium: string | null, host: string, port: number): Browsing {
  const executable = findChromium(chromium, { path: process.env.PATH ?? "", platform: process.platform });
  return { executable, origin: `http://${hereOf(host)}:${port}` };
}

/** The same for what goes without pictures where there is none. */
export function browsingIfAny(chromium: string | null, host: string, port: number): Browsing | null {
  try {
    return findBrowsing(chromium, host, port);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Whatever it listens on, this machine reaches it at a loopback address. */
function hereOf(host: string): string {
  if (host === "localhost" || host.startsWith("127.")) return host;
  return host === "::1" || host === "[::1]" ? "[::1]" : "127.0.0.1";
}

let [last, waiting] = [Promise.resolve<unknown>(undefined), 0];

/**
 * A browser for one thing, closed afterwards. One at a time in a process: others wait their turn. It reaches our own
 * origin and no other address.
 */
export function withBrowser<T>(
  { executable, origin }: Browsing,
  use: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  if (waiting >= MOST_WAITING)
    return Promise.reject(new AppError("conflict", "Many pictures are being drawn. Try again in a minute."));
  waiting += 1;
  const turn = last.then(() => browse(executable, origin, use));
  last = turn.then(
    () => undefined,
    () => undefined, // Whoever asked is told; the next in line is not concerned.
  );
  return turn.finally(() => {
    waiting -= 1;
  });
}

async function browse<T>(executable: string, origin: string, use: (context: BrowserContext) => Promise<T>): Promise<T> {
  const browser = await launch(executable, origin);
  let slow: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_, reject) => {
    slow = setTimeout(
      () => reject(new AppError("too-large", "It was not drawn within a minute. Take a shorter range.")),
      LIMIT_MS,
    );
  });
  try {
    const context = await browser.newContext({
      locale: "en-GB",
      colorScheme: "light",
      reducedMotion: "reduce",
      serviceWorkers: "block",
    });
    await context.route(
      (url) => url.origin !== origin && /^(https?|wss?|ftp|file):$/.test(url.protocol),
      (route) => route.abort("accessdenied"),
    );
    return await Promise.race([use(context), tooSlow]);
  } finally {
    clearTimeout(slow);
    await browser.close();
  }
}

async function launch(executablePath: string, origin: string): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    // As root Chromium refuses to start with one.
    chromiumSandbox: !isRoot,
    args: [...ARGUMENTS, `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${new URL(origin).hostname}`],
    timeout: LIMIT_MS / 2,
  });
}
