import { createHash, randomBytes } from "node:crypto";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId, sha256 } from "@/db/ids";
import { type KeyRing, seal } from "@/db/secrets/key-ring";
import { SIGNATURES } from "@/lib/auth/signatures/signatures";
import type { AddSecretBody, MadeSecret } from "@/lib/contract/source";
import { AppError } from "@/lib/errors";
import { providers } from "@/lib/providers/index";
import { assertAdmin } from "./assert-admin";

/** More than a rotation needs; every one is tried on every delivery. */
const MAX_SECRETS = 5;

/** One more secret of a source. Those before it stay in force until they are removed. */
export async function addSecret(ctx: Ctx, sourceId: string, body: AddSecretBody, ring: KeyRing): Promise<MadeSecret> {
  assertAdmin(ctx);
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [source] = await sql<{ provider: string; secrets: number }[]>`
      select provider, (select count(*)::int from source_secrets k
          where k.workspace_id = s.workspace_id and k.source_id = s.id and k.kind = ${body.kind}) as secrets
      from sources s
      where workspace_id = ${ctx.workspaceId} and id = ${sourceId} and deleted_at is null for update`;
    if (!source) throw new AppError("not-found", "There is no such source.");
    if (source.secrets >= MAX_SECRETS)
      throw new AppError("conflict", `There are ${MAX_SECRETS} secrets already. Remove one that is no longer used.`);
    return insertSecret(sql, ctx, { ring, sourceId, provider: source.provider, body });
  });
}

type Insert = { ring: KeyRing; sourceId: string; provider: string; body: AddSecretBody };

export async function insertSecret(
  sql: Sql,
  { workspaceId, now }: Pick<Ctx, "workspaceId" | "now">,
  { ring, sourceId, provider, body }: Insert,
): Promise<MadeSecret> {
  const id = randomId();
  const { kind } = body;
  const secret = kind === "signing" ? checked(provider, body.secret) : newToken();
  const hint = hintOf(secret);
  // Of a secret of ours its hash is enough.
  const kept = kind === "signing" ? secret : sha256(secret);
  const sealed = seal(ring, kept, { table: "source_secrets", column: "sealed", id });
  await sql`
    insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint, created_at)
    values (${workspaceId}, ${id}, ${sourceId}, ${kind}, ${sealed}, ${hint}, ${new Date(now)})`;
  const createdAt = new Date(now).toISOString();
  return { id, kind, hint, createdAt, secret: kind === "signing" ? null : secret };
}

/** By which people tell secrets apart. Of a short one it would be most of it. */
export function hintOf(secret: string): string {
  return secret.length >= 12 ? secret.slice(-4) : "";
}

function checked(provider: string, secret: string): string {
  const scheme = providers.find(({ id }) => id === provider)?.webhook?.signature;
  if (!scheme) throw new AppError("invalid", "This provider does not sign. Take a secret header, or one in the path.");
  const problem = SIGNATURES[scheme].secretProblem(secret);
  if (problem) throw new AppError("invalid", problem);
  return secret;
}

/** 256 random bits and a short checksum, which tells a cut one from a wrong one. */
function newToken(): string {
  const random = randomBytes(32).toString("base64url");
  return `sq_ingest_${random}${createHash("sha256").update(random).digest("hex").slice(0, 6)}`;
}
