import { createHmac, randomBytes } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { seal, unseal } from "./key-ring";

/** What a keyed hash is of: equal words of different kinds have nothing in common. */
type DigestKind = "account" | "email" | "name" | "token" | "pseudonym" | "unsubscribe";

/** Keyed hashes in hexadecimal that only this workspace makes. */
export type WorkspaceKey = { digest(kind: DigestKind, ...words: readonly string[]): string };

type Holder = Pick<WorkCtx, "workspaceId" | "keyRing">;

/** The workspace's key, made where there is none yet. */
export async function ensureWorkspaceKey(sql: Sql, holder: Holder): Promise<WorkspaceKey> {
  const known = await sealedKey(sql, holder);
  if (known !== null) return unsealed(known, holder);
  const fresh = seal(ringOf(holder), randomBytes(32).toString("base64url"), placeOf(holder.workspaceId));
  await sql`
    insert into workspace_keys (workspace_id, sealed) values (${holder.workspaceId}, ${fresh}) on conflict do nothing`;
  const made = await sealedKey(sql, holder);
  if (made === null) throw new Error(`the key of workspace ${holder.workspaceId} was not kept`);
  return unsealed(made, holder);
}

/** The key that the digests of a list were made with, which must be this workspace's own or become it. */
export async function adoptWorkspaceKey(sql: Sql, holder: Holder, sealed: string | null): Promise<WorkspaceKey> {
  if (sealed === null) return ensureWorkspaceKey(sql, holder);
  const theirs = unseal(ringOf(holder), sealed, placeOf(holder.workspaceId));
  await sql`
    insert into workspace_keys (workspace_id, sealed) values (${holder.workspaceId}, ${sealed}) on conflict do nothing`;
  const ours = await sealedKey(sql, holder);
  if (ours === null || unseal(ringOf(holder), ours, placeOf(holder.workspaceId)) !== theirs)
    throw new AppError(
      "conflict",
      "These tombstones are of another workspace, or this one was in use before they were applied. Restore it once more and apply them first.",
    );
  return ensureWorkspaceKey(sql, holder);
}

export const placeOf = (workspaceId: number) => ({
  table: "workspace_keys",
  column: "sealed",
  id: String(workspaceId),
});

/** As it lies in the database; null where none was needed yet. */
export async function sealedKey(sql: Sql, { workspaceId }: Holder): Promise<string | null> {
  const [row] = await sql<{ sealed: string }[]>`select sealed from workspace_keys where workspace_id = ${workspaceId}`;
  return row?.sealed ?? null;
}

function unsealed(sealed: string, holder: Holder): WorkspaceKey {
  const key = unseal(ringOf(holder), sealed, placeOf(holder.workspaceId));
  return {
    digest: (kind, ...words) =>
      createHmac("sha256", key)
        .update([kind, ...words].join("\u0000"))
        .digest("hex"),
  };
}

function ringOf({ keyRing }: Holder) {
  if (keyRing) return keyRing;
  throw new AppError("invalid", "SQUELCH_KEYS is missing: without it nobody can tell who was erased here.");
}
