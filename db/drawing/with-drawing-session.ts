import { randomBytes } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { sessions, users } from "@/db/schema";

/** Longer than anything is drawn. */
const LIFE_SECONDS = 120;

/** For whom: a user, who sees in it what they may see; null = for everybody, so nobody is named. */
export type DrawnFor = { db: Db; workspaceId: number; userId: string | null };

/** A session for one drawing, which ends with it. */
export async function withDrawingSession<T>(whom: DrawnFor, use: (token: string) => Promise<T>): Promise<T> {
  const { db, workspaceId, userId } = whom;
  const token = randomBytes(32).toString("base64url");
  await db.insert(sessions).values({
    workspaceId,
    tokenHash: sha256(token),
    userId: userId ?? (await anyAdmin(whom)),
    unnamed: userId === null,
    expiresAt: sql`now() + make_interval(secs => ${LIFE_SECONDS})`,
  });
  try {
    return await use(token);
  } finally {
    await db.delete(sessions).where(eq(sessions.tokenHash, sha256(token)));
  }
}

/** A session belongs to a user; one that names nobody carries none of that user's rights. */
async function anyAdmin({ db, workspaceId }: DrawnFor): Promise<string> {
  const admin = await db.query.users.findFirst({
    where: and(eq(users.workspaceId, workspaceId), eq(users.role, "admin"), isNull(users.disabledAt)),
    orderBy: users.createdAt,
  });
  if (!admin) throw new Error("There is no admin; the workspace was not set up");
  return admin.id;
}
