import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test as base, expect, type Page } from "@playwright/test";
import { crashInstallation, startInstallation, stopInstallation } from "@/bin/fixtures/installation";

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
      const env = { SQUELCH_GALLERY: "1", ...settings };
      let running = await startInstallation(dataDir, { env });
      const { url, signInLink, startSeconds } = running;
      await use({
        url,
        signInLink,
        startSeconds,
        dataDir,
        crash: () => crashInstallation(running),
        startAgain: async () => {
          running = await startInstallation(dataDir, { env, port: new URL(url).port });
        },
      });
      const code = await stopInstallation(running);
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
