import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { inject } from "vitest";
import type { Instant } from "@/lib/model/instant";
import { type Client, openClient } from "./client";
import { FIRST_WORKSPACE, setUpWorkspace } from "./commands/set-up-workspace";
import type { Ctx } from "./ctx";
import { workCtx } from "./work-ctx";

export type TestDb = Client & {
  url: string;
  dataDir: string;
  ctxAt(now: Instant): Promise<Ctx>;
  drop(): Promise<void>;
};

/** Of no use anywhere else. */
export const TEST_KEYS = "the-key-ring-of-tests-0123456789abcdef";

/** A database of its own on the run's server, with an empty workspace in this zone and its admin. */
export async function createTestDb(zone = "UTC"): Promise<TestDb> {
  const server = inject("testServerUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template squelch_template`);
  const url = server.replace(/\/[^/]*$/, `/${name}`);
  const client = openClient(url, { max: 6, keys: TEST_KEYS });
  const dataDir = await mkdtemp(join(tmpdir(), "squelch-files-"));
  await setUpWorkspace(client.sql, { zone });
  return {
    ...client,
    url,
    dataDir,
    async ctxAt(now) {
      const [user] = await client.sql<{ id: string; name: string }[]>`select id, name from users`;
      if (!user) throw new Error("the workspace has no admin");
      const viewer = { userId: user.id, name: user.name, role: "admin" as const, personId: null };
      return { ...(await workCtx(client, FIRST_WORKSPACE)), viewer, now, dataDir };
    },
    async drop() {
      await client.close();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
