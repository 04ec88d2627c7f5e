import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const resolve = { alias: { "@": root.replace(/\/$/, "") } };

/** Of `npm run campaign:calls`. */
const EVERY_CALL = "every-call";

/** Some of the tests, with a way to run them. */
const project = (mode, name, include, isolate) => ({
  root,
  resolve,
  test: {
    name,
    include: [`${include}/**/*.test.{ts,tsx}`],
    isolate,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    env: { EVERY_CALL: mode === EVERY_CALL ? "yes" : "" },
  },
});

export default defineConfig(({ mode }) => ({
  root,
  resolve,
  test: {
    maxWorkers: 2,
    globalSetup: ["db/test-server.ts", "bin/test-program.ts"],
    projects: [
      // Pure functions share a process: to read every module anew for each file takes longer than most of their tests.
      project(mode, "pure", "{lib,components}", false),
      project(mode, "database", "db", true),
      // These replace modules, set variables of their process, or start programs.
      project(mode, "programs", "{app,bin}", true),
    ],
  },
}));
