import { spendToken } from "@/db/commands/spend-token";
import type { Ctx } from "@/db/ctx";
import { isWellFormed } from "@/lib/auth/secret-token";
import { isReadRoute } from "@/lib/contract/read-routes";
import { AppError } from "@/lib/errors";
import { database, dataDir } from "./database";
import { type FailedProofs, failedProofs } from "./failed-proofs";
import { peerOf } from "./peer-of";

const READS_A_MINUTE = 600;

/**
 * The API token of a request; null where it brings none. Other bearers are those of a proxy in front of us. With one of
 * ours no cookie is looked at, so that nobody reads as somebody else than they think.
 */
export function tokenOf(request: Request): string | null {
  return /^bearer +(sqt_\S*)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** As whom a token reads, and what it has left in this minute. */
export async function requireToken(
  request: Request,
  token: string,
): Promise<{ ctx: Ctx; allowance: Readonly<Record<string, string>> }> {
  const { db, sql, keyRing } = database();
  const now = Date.now();
  const spent = isWellFormed("sqt", token) ? await spendToken(sql, token) : null;
  if (!spent) throw refused(request, now);
  const { reads, secondsLeft, ...session } = spent;
  if (reads > READS_A_MINUTE)
    throw new AppError(
      "too-many",
      `This token has read ${READS_A_MINUTE} times in this minute. Wait for the next one.`,
    );
  if (!isReadRoute(new URL(request.url).pathname))
    throw new AppError("forbidden", "A token does not read this. What it reads is in /api/openapi.json.");
  return {
    ctx: { db, sql, keyRing, ...session, now, dataDir: dataDir() },
    allowance: {
      "ratelimit-policy": `"reads";q=${READS_A_MINUTE};w=60`,
      ratelimit: `"reads";r=${READS_A_MINUTE - reads};t=${secondsLeft}`,
    },
  };
}

const holder = globalThis as { squelchFailedTokens?: FailedProofs };

function refused(request: Request, now: number): AppError {
  holder.squelchFailedTokens ??= failedProofs();
  return holder.squelchFailedTokens.isTooMany(peerOf(request.headers), now)
    ? new AppError("too-many", "Too many requests of this address brought a token that does not work.")
    : new AppError(
        "unauthorised",
        "This token does not work: it is mistyped, expired or revoked, or whoever made it has another role by now.",
      );
}
