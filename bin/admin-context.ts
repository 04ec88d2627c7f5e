import { subscribe } from "node:diagnostics_channel";
import { resolve } from "node:path";
import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { withDatabase } from "./database";
import { configured } from "./environment";
import { configuredKeys } from "./key-ring";

/** The workspace's first admin speaks: whoever has the machine has the database. */
export async function withAdminContext(use: (ctx: Ctx) => Promise<void>): Promise<void> {
  const { openClient } = await import("@/db/client");
  const { workCtx } = await import("@/db/work-ctx");
  const { FIRST_WORKSPACE } = await import("@/db/commands/set-up-workspace");
  // The log of a command is what it says beside its answer.
  subscribe("squelch.audit", (line) => void process.stderr.write(`${String(line)}\n`));
  await withDatabase(async (url) => {
    const client = openClient(url, { max: 2, keys: await configuredKeys(console.error) });
    try {
      const [schema] = await client.sql<{ users: string | null }[]>`select to_regclass('users') as users`;
      const [user] = schema?.users
        ? await client.sql<{ id: string; name: string }[]>`
            select id, name from users where workspace_id = ${FIRST_WORKSPACE} and role = 'admin' and disabled_at is null
            order by created_at, id limit 1`
        : [];
      if (!user) throw new AppError("not-found", "This database holds no workspace yet. Start `squelch serve` first.");
      const viewer = { userId: user.id, name: user.name, role: "admin" as const, personId: null };
      const work = await workCtx(client, FIRST_WORKSPACE);
      await use({ ...work, viewer, now: Date.now(), dataDir: resolve(configured().dataDir) });
    } finally {
      await client.close();
    }
  });
}
