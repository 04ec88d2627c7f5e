import { randomBytes } from "node:crypto";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId, sha256 } from "@/db/ids";
import { secretToken, TOKEN_BYTES } from "@/lib/auth/secret-token";
import type { MadeToken, TokenBody } from "@/lib/contract/tokens";
import { AppError } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/boundaries";
import { appendAudit } from "./append-audit";

const MOST_OF_ONE = 50;

/** A token that reads as the viewer does, and nothing more. Its secret is in the answer and nowhere else. */
export async function makeToken(ctx: Ctx, { name, days }: Required<TokenBody>): Promise<MadeToken> {
  const { workspaceId, viewer, now } = ctx;
  const token = secretToken("sqt", randomBytes(TOKEN_BYTES));
  const id = randomId();
  const expiresAt = new Date(now + days * DAY_MS);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await assertRoom(sql, ctx);
    await sql`
      insert into api_tokens (workspace_id, id, name, token_hash, hint, user_id, role, created_at, expires_at)
      values (${workspaceId}, ${id}, ${name}, ${sha256(token)}, ${token.slice(-4)}, ${viewer.userId}, ${viewer.role},
        ${new Date(now)}, ${expiresAt})`;
    await appendAudit(sql, ctx, { what: "token-made", details: { made: id, days } });
  });
  return { id, token, expiresAt: expiresAt.toISOString() };
}

/** A script that makes one a day and forgets it is told so. */
async function assertRoom(sql: Sql, { workspaceId, viewer }: Ctx): Promise<void> {
  const [row] = await sql<{ tokens: number }[]>`
    select count(*)::int as tokens from api_tokens
    where workspace_id = ${workspaceId} and user_id = ${viewer.userId} and revoked_at is null and expires_at > now()`;
  if ((row?.tokens ?? 0) >= MOST_OF_ONE)
    throw new AppError("conflict", `You have ${MOST_OF_ONE} tokens. Revoke one that nobody uses first.`);
}
