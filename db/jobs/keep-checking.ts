import type { Client } from "@/db/client";
import { checkApplications } from "@/db/commands/check-applications";
import { outbound } from "@/db/outbound/http";
import { openKeyRing } from "@/db/secrets/key-ring";
import { workCtx } from "@/db/work-ctx";
import { pause } from "./pause";

const IDLE_MS = 15_000;

type Options = {
  client: Client;
  /** Text of the key ring that the secrets are sealed with. */
  keys: string;
  /** Private host:port pairs that may be called. */
  allow: readonly string[];
  signal: AbortSignal;
  report: (line: string) => void;
};

/** Looks every minute at what decisions made stand elsewhere, until told to stop. */
export async function keepChecking({ client, keys, allow, signal, report }: Options): Promise<void> {
  const tools = { ring: () => openKeyRing(keys), call: outbound(allow) };
  while (!signal.aborted) {
    try {
      const standing = await client.sql<{ workspaceId: number }[]>`
        select distinct workspace_id as "workspaceId" from applications where state = 'standing' and target_id is not null`;
      for (const { workspaceId } of standing)
        await checkApplications(await workCtx(client, workspaceId), Date.now(), tools);
    } catch (error) {
      if (!signal.aborted) report(`applied decisions: ${error instanceof Error ? error.message : String(error)}`);
    }
    await pause(IDLE_MS, signal);
  }
}
