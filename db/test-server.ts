import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { openEngine } from "./engine/open-engine";
import { migrate } from "./migrate";

declare module "vitest" {
  interface ProvidedContext {
    testServerUrl: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that each test file copies. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "squelch-test-"));
  const engine = await openEngine({ dataDir, report: () => {}, throwaway: true });
  const admin = postgres(engine.url, { max: 1, onnotice: () => {} });
  await admin`create database squelch_template`;
  await admin.end();
  await migrate(engine.url.replace(/\/[^/]*$/, "/squelch_template"));
  project.provide("testServerUrl", engine.url);
  return async () => {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
