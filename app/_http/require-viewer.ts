import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import type { Ctx } from "@/db/ctx";
import { findSession } from "@/db/queries/session";
import { database, dataDir } from "./database";
import { SESSION_COOKIES } from "./session-cookie";

/**
 * Who asks, in which workspace, and when: the only way to a context, and the request's only look at the clock. Without
 * a living session it ends in `onMissing`: screens go to the sign-in, route handlers answer 401.
 */
export async function requireViewer(onMissing: () => never = () => redirect("/sign-in")): Promise<Ctx> {
  const jar = await cookies();
  const token = SESSION_COOKIES.map((name) => jar.get(name)?.value).find(Boolean);
  const { db, sql, keyRing } = database();
  const session = token ? await findSession(sql, token) : null;
  return session ? { db, sql, keyRing, ...session, now: Date.now(), dataDir: dataDir() } : onMissing();
}
