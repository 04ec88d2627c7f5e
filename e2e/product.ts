import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect, type Page } from "@playwright/test";

export { expect };

/** A whole installation of its own: database, worker, screens. */
export type Product = {
  /** Origin of its screens. */
  url: string;
  /** The printed link; it works once. */
  signInLink: string;
  /** Seconds from the start to the printed link. */
  startSeconds: number;
  dataDir: string;
  /** Ends it as a power cut would: nothing is finished, nothing is said. */
  crash: () => Promise<void>;
  /** Starts it again on the same folder and port; sessions stay. */
  startAgain: () => Promise<void>;
};

const START_LIMIT_MS = 120_000;

type Started = { link: string; startSeconds: number; child: ChildProcess };

/** Starts what `npm start` starts, on this folder, and waits for its sign-in link. */
async function startProduct(dataDir: string, settings: Settings, port?: string): Promise<Started> {
  const since = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "bin/squelch.ts", "serve", ...(port ? ["--port", port] : [])],
    {
      env: {
        ...process.env,
        SQUELCH_DATA: dataDir,
        SQUELCH_TIME_ZONE: "Europe/Berlin",
        NODE_ENV: "production",
        SQUELCH_GALLERY: "1",
        ...settings,
      },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  const link = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no sign-in link:\n${output}`)), START_LIMIT_MS);
    const read = (data: Buffer) => {
      output += data.toString();
      const found = /http:\/\/\S+\/sign-in#token=\S+/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`it ended with ${code}:\n${output}`)));
  });
  const startSeconds = (performance.now() - since) / 1000;
  return { link, startSeconds, child };
}

async function crash(child: ChildProcess, url: string): Promise<void> {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  // What it had started leaves with it.
  while (await fetch(`${url}/api/livez`).catch(() => null)) await new Promise((next) => setTimeout(next, 50));
}

async function stopProduct(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill("SIGTERM");
  return new Promise((resolve) => child.once("exit", resolve));
}

type SignedIn = { page: Page };

type Settings = Readonly<Record<string, string>>;

type Own = { installation: string; settings: Settings; product: Product; session: string };

/**
 * An installation per name, with one signed-in session. Files that only read share "reading"; one that changes data
 * names its own by `test.use({ installation: ... })`.
 */
export const test = base.extend<SignedIn, Own>({
  installation: ["reading", { option: true, scope: "worker" }],
  /** Of the environment, besides those that every installation has here. */
  settings: [{}, { option: true, scope: "worker" }],
  product: [
    async ({ installation, settings }, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), `squelch-e2e-${installation}-`));
      let running = await startProduct(dataDir, settings);
      const { origin: url, port } = new URL(running.link);
      await use({
        url,
        signInLink: running.link,
        startSeconds: running.startSeconds,
        dataDir,
        crash: () => crash(running.child, url),
        startAgain: async () => {
          running = await startProduct(dataDir, settings, port);
        },
      });
      const code = await stopProduct(running.child);
      await rm(dataDir, { recursive: true, force: true });
      expect(code, "it stops cleanly").toBe(0);
    },
    { scope: "worker", timeout: START_LIMIT_MS + 30_000 },
  ],
  session: [
    async ({ product, browser }, use) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await signIn(page, await newSignInLink(product));
      const cookie = (await context.cookies()).find(({ name }) => name === "squelch_session");
      await context.close();
      await use(cookie?.value ?? "");
    },
    { scope: "worker", timeout: 60_000 },
  ],
  page: async ({ page, product, session }, use) => {
    await page.context().addCookies([{ name: "squelch_session", value: session, url: product.url }]);
    await use(page);
  },
});

/** The printed one is left to the test of the first run. */
async function newSignInLink({ url, dataDir }: Product): Promise<string> {
  const words = ["--import", "tsx", "bin/squelch.ts", "sign-in-link", "--port", new URL(url).port];
  const { stdout } = await promisify(execFile)(process.execPath, words, {
    env: { ...process.env, SQUELCH_DATA: dataDir },
  });
  return stdout.trim();
}

/** Opens the printed link as a person would. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.waitForURL("**/overview**");
}

/** Opens a screen and waits until it answers to keys and files. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
}
