import { randomBytes } from "node:crypto";
import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { secretToken, TOKEN_BYTES } from "@/lib/auth/secret-token";

const LIFE_DAYS = 30;

/** Where it can be had until it ends, by whoever knows the path. */
export async function keepPicture({ sql, workspaceId }: Ctx, png: Uint8Array): Promise<string> {
  const token = secretToken("sqs", randomBytes(TOKEN_BYTES));
  await sql`
    insert into digest_pictures (workspace_id, token_hash, png, made_at, expires_at)
    values (${workspaceId}, ${sha256(token)}, ${Buffer.from(png)}, now(), now() + make_interval(days => ${LIFE_DAYS}))`;
  return `/share/picture/${token}.png`;
}
