import { randomBytes } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { openClient } from "@/db/client";
import type { Db } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { sessions, signInLinks, users } from "@/db/schema";
import { AppError } from "@/lib/errors";

const LINK_MINUTES = 15;
const SESSION_DAYS = 7;

const newToken = () => randomBytes(32).toString("base64url");

/** A link for the first admin: one use, 15 minutes. Only its hash is stored. */
export async function createSignInLink(url: string): Promise<string> {
  const { db, close } = openClient(url, { max: 1 });
  try {
    const admin = await db.query.users.findFirst({
      where: and(eq(users.role, "admin"), isNull(users.disabledAt)),
      orderBy: users.createdAt,
    });
    if (!admin) throw new Error("There is no admin to sign in; the workspace was not set up");
    const token = newToken();
    await db.insert(signInLinks).values({
      workspaceId: admin.workspaceId,
      tokenHash: sha256(token),
      userId: admin.id,
      expiresAt: sql`now() + make_interval(mins => ${LINK_MINUTES})`,
    });
    return token;
  } finally {
    await close();
  }
}

/** Spends a link and opens a session. Returns the session's token for the cookie. */
export async function signIn(db: Db, token: string): Promise<string> {
  return db.transaction(async (tx) => {
    const [link] = await tx
      .update(signInLinks)
      .set({ usedAt: sql`now()` })
      .where(
        and(
          eq(signInLinks.tokenHash, sha256(token)),
          isNull(signInLinks.usedAt),
          gt(signInLinks.expiresAt, sql`now()`),
        ),
      )
      .returning();
    if (!link) {
      throw new AppError(
        "unauthorised",
        "This sign-in link was used before or is older than 15 minutes. Start Squelch again, or run `npm run squelch -- sign-in-link`, for a new one.",
      );
    }
    const session = newToken();
    await tx.insert(sessions).values({
      workspaceId: link.workspaceId,
      tokenHash: sha256(session),
      userId: link.userId,
      expiresAt: sql`now() + make_interval(days => ${SESSION_DAYS})`,
    });
    return session;
  });
}

export async function signOut(db: Db, session: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, sha256(session)));
}
