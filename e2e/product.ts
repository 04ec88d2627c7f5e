import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect, type Page, type Request } from "@playwright/test";
import { crashInstallation, startInstallation, stopInstallation } from "@/bin/fixtures/installation";
import { bundledProgram, fillFromTemplate } from "./templates";

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

const START_LIMIT_MS = 180_000;

type SignedIn = { page: Page };

type Settings = Readonly<Record<string, string>>;

type Own = { installation: string; settings: Settings; firstStart: boolean; product: Product; session: string };

/**
 * An installation per name, with one signed-in session. Files that only read share "reading"; one that changes data
 * names its own by `test.use({ installation: ... })`. Its first start has been made for it, and its program is in one
 * file, unless the file asks for a first start: that is the one of `npm start`.
 */
export const test = base.extend<SignedIn, Own>({
  installation: ["reading", { option: true, scope: "worker" }],
  /** Of the environment, besides those that every installation has here. */
  settings: [{}, { option: true, scope: "worker" }],
  /** Whether it begins with an empty data folder, and the printed link is left to the tests. */
  firstStart: [false, { option: true, scope: "worker" }],
  product: [
    async ({ installation, settings, firstStart }, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), `squelch-e2e-${installation}-`));
      if (!firstStart) await fillFromTemplate(dataDir, { sample: settings.SQUELCH_SAMPLE !== "off" });
      const start = {
        env: { SQUELCH_GALLERY: "1", ...settings },
        ...(!firstStart && { program: bundledProgram() }),
      };
      let running = await startInstallation(dataDir, start);
      const { url, signInLink, startSeconds } = running;
      await use({
        url,
        signInLink,
        startSeconds,
        dataDir,
        crash: () => crashInstallation(running),
        startAgain: async () => {
          running = await startInstallation(dataDir, { ...start, port: new URL(url).port });
        },
      });
      const code = await stopInstallation(running);
      await rm(dataDir, { recursive: true, force: true });
      expect(code, "it stops cleanly").toBe(0);
    },
    { scope: "worker", timeout: START_LIMIT_MS + 30_000 },
  ],
  session: [
    async ({ product, playwright, firstStart }, use) => {
      const link = firstStart ? await newSignInLink(product) : product.signInLink;
      const someone = await playwright.request.newContext();
      const answer = await someone.post(`${product.url}/api/sign-in`, {
        headers: { "x-squelch": "1", origin: product.url },
        data: { token: new URL(link).hash.replace("#token=", "") },
      });
      expect(answer.status(), await answer.text()).toBe(204);
      const { cookies } = await someone.storageState();
      await someone.dispose();
      await use(cookies.find(({ name }) => name === "squelch_session")?.value ?? "");
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
  const requests = requestsOf(page);
  await page.goto(address);
  await page.waitForFunction(isOperable);
  for (let seen = -1; seen !== requests.begun() || requests.waiting() > 0; ) {
    seen = requests.begun();
    await expect.poll(requests.waiting, { intervals: [20], timeout: 30_000 }).toBe(0);
    await settled(page);
  }
  requests.stop();
}

/** What an answer leads to is drawn and asked for well within this time of an idle page. */
const QUIET_MS = 100;

/** In the page: React has taken over the screen, and everything on it that can be operated. */
function isOperable(): boolean {
  const parts = [...document.querySelectorAll("body, a, button, input, select, textarea")];
  const isTakenOver = (part: Element) => Object.keys(part).some((key) => key.startsWith("__reactProps$"));
  return parts.every(isTakenOver);
}

/** What it had to draw is drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(untilIdle, QUIET_MS);
}

/** In the page: it has nothing to do, for so long. A busy machine only makes that later. */
function untilIdle(quietMs: number): Promise<void> {
  return new Promise((done) => {
    requestIdleCallback(() => setTimeout(() => requestIdleCallback(() => done()), quietMs));
  });
}

/** Counts what the page asks for from now on: requests that it made before may still end, or break off with it. */
function requestsOf(page: Page): { begun: () => number; waiting: () => number; stop: () => void } {
  const waiting = new Set<Request>();
  let begun = 0;
  const begin = (request: Request) => {
    begun += 1;
    waiting.add(request);
  };
  const end = (request: Request) => void waiting.delete(request);
  page.on("request", begin).on("requestfinished", end).on("requestfailed", end);
  return {
    begun: () => begun,
    waiting: () => waiting.size,
    stop: () => page.off("request", begin).off("requestfinished", end).off("requestfailed", end),
  };
}
