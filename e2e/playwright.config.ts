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

/** They take longest: begun last, one worker would wait for the other. */
const LONG = ["upload.spec.ts", "accessible.spec.ts", "source.spec.ts"];

const executablePath = process.env.SQUELCH_CHROMIUM;

export default defineConfig({
  testDir: ".",
  projects: [
    { name: "long", testMatch: LONG },
    { name: "short", testMatch: "*.spec.ts", testIgnore: LONG },
  ],
  outputDir: "../test-results",
  // Of no machine: what is kept does not depend on fonts.
  snapshotPathTemplate: "{testDir}/__golden__/{arg}{ext}",
  globalSetup: "./templates.ts",
  workers: 2,
  timeout: 60_000,
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
