import { defineConfig } from "@playwright/test";

/** As root Chromium has no sandbox; the rest keeps it from looking for its maker's hosts. */
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Files of one installation run one after the other, in this order of names: they would start a second one else. */
const TOGETHER = {
  reading: ["access", "accessible", "leaders", "load", "report", "take-along"],
  words: ["judge", "person", "teach", "triage"],
  alerts: ["signature", "what-if"],
  empty: ["adopt", "changes", "organisation"],
};
/** They take longest: begun last, one worker would wait for the other. */
const LONG = ["upload", "source"];

const files = (names: readonly string[]) => names.map((name) => `${name}.spec.ts`);
const together = Object.entries(TOGETHER).map(([name, names]) => ({ name, testMatch: files(names), workers: 1 }));
const elsewhere = files([...Object.values(TOGETHER).flat(), ...LONG]);

const executablePath = process.env.SQUELCH_CHROMIUM;

export default defineConfig({
  testDir: ".",
  projects: [
    ...together.slice(0, 2),
    { name: "long", testMatch: files(LONG) },
    ...together.slice(2),
    { name: "own", testMatch: "*.spec.ts", testIgnore: elsewhere },
  ],
  outputDir: "../test-results",
  // Of no machine: what is kept does not depend on fonts.
  snapshotPathTemplate: "{testDir}/__golden__/{arg}{ext}",
  globalSetup: "./templates.ts",
  workers: 2,
  // What a test waits for has limits of its own; together they may take this long on a busy machine.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    viewport: { width: 1440, height: 900 },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    screenshot: "only-on-failure",
    launchOptions: { args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) },
  },
});
