import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, openClient } from "@/db/client";
import { setUpWorkspace } from "@/db/commands/set-up-workspace";
import { openEngine } from "@/db/engine/open-engine";
import { migrate } from "@/db/migrate";

export type OwnDatabase = { client: Client; url: string; dataDir: string };

/** A server and an empty workspace of its own for one measurement, gone afterwards. */
export async function withDatabase<T>(measure: (database: OwnDatabase) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "squelch-bench-"));
  const engine = await openEngine({ dataDir, report: () => {} });
  const client = openClient(engine.url);
  try {
    await migrate(engine.url);
    await setUpWorkspace(client.sql, { zone: "Europe/Berlin" });
    return await measure({ client, url: engine.url, dataDir });
  } finally {
    await client.close();
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
