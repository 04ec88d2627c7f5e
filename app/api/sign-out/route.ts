import { cookies } from "next/headers";
import { database } from "@/app/_http/database";
import { respondPublic } from "@/app/_http/respond";
import { endedCookies, SESSION_COOKIES } from "@/app/_http/session-cookie";
import { signOut } from "@/db/commands/sign-in";

export function POST(request: Request): Promise<Response> {
  return respondPublic(request, async () => {
    const jar = await cookies();
    for (const name of SESSION_COOKIES) {
      const token = jar.get(name)?.value;
      if (token) await signOut(database().db, token);
    }
    const headers = new Headers({ "cache-control": "no-store", "clear-site-data": '"cache", "storage"' });
    for (const cookie of endedCookies()) headers.append("set-cookie", cookie);
    return new Response(null, { status: 204, headers });
  });
}
