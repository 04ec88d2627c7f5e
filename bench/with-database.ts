import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Client, openClient } from "@/db/client";
import { setUpWorkspace } from "@/db/commands/set-up-workspace";
import { openEngine } from "@/db/engine/open-engine";
import { migrate } from "@/db/migrate";

export type OwnDatabase = { client: Client; url: string; dataDir: string };

/** A server and an empty workspace of its own for one measurement, gone afterwards unless it is to be `kept` in a folder. */
export async function withDatabase<T>(measure: (database: OwnDatabase) => Promise<T>, kept?: string): Promise<T> {
  const dataDir = kept === undefined ? await mkdtemp(join(tmpdir(), "squelch-bench-")) : resolve(kept);
  await mkdir(dataDir, { recursive: true });
  const engine = await openEngine({ dataDir, report: () => {} });
  const client = openClient(engine.url);
  try {
    await migrate(engine.url);
    await setUpWorkspace(client.sql, { zone: "Europe/Berlin" });
    return await measure({ client, url: engine.url, dataDir });
  } finally {
    await client.close();
    await engine.stop();
    if (kept === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}
