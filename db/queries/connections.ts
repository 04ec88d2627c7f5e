import type { Ctx } from "@/db/ctx";
import { type KeyRing, unseal } from "@/db/secrets/key-ring";
import type { ConnectionsView, ConnectionView } from "@/lib/contract/connections";
import { AppError } from "@/lib/errors";
import type { ConnectionAuth, ConnectionKind } from "@/lib/model/connection";

type Row = Omit<ConnectionView, "checkedAt"> & { checkedAt: Date | null };

export async function connections({ sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">): Promise<ConnectionView[]> {
  const rows = await sql<Row[]>`
    select id, kind, name, url, auth, user_name as "userName", hint, checked_at as "checkedAt", trouble
    from connections where workspace_id = ${workspaceId} and deleted_at is null order by kind, name, id`;
  return rows.map(({ checkedAt, ...row }) => ({ ...row, checkedAt: checkedAt?.toISOString() ?? null }));
}

/** A connection with its secret in the clear: for the call, and never for a screen. */
export type OpenConnection = {
  id: string;
  kind: ConnectionKind;
  name: string;
  url: string;
  auth: ConnectionAuth;
  userName: string | null;
  secret: string | null;
};

/** The secret lies with this place as its associated data. */
export const secretPlace = (id: string) => ({ table: "connections", column: "sealed", id });

export async function openConnection(
  { sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">,
  id: string,
  ring: () => KeyRing,
): Promise<OpenConnection> {
  const [row] = await sql<(Omit<OpenConnection, "secret"> & { sealed: string | null })[]>`
    select id, kind, name, url, auth, user_name as "userName", sealed from connections
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`;
  if (!row) throw new AppError("not-found", "There is no such connection.");
  const { sealed, ...connection } = row;
  return { ...connection, secret: sealed === null ? null : unseal(ring(), sealed, secretPlace(id)) };
}

export async function connectionsView(
  ctx: Ctx,
  { allowed, remotes }: { allowed: readonly string[]; remotes: readonly string[] },
): Promise<ConnectionsView> {
  const canChange = ctx.viewer.role === "admin";
  // Names of machines inside are for those who run the system.
  return {
    connections: await connections(ctx),
    canChange,
    allowed: canChange ? [...allowed] : [],
    remotes: canChange ? [...remotes] : [],
  };
}
