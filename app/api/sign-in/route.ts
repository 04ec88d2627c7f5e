import { z } from "zod";
import { database } from "@/app/_http/database";
import { respondPublic } from "@/app/_http/respond";
import { sessionCookie } from "@/app/_http/session-cookie";
import { signIn } from "@/db/commands/sign-in";

const Body = z.strictObject({ token: z.string().min(20).max(200) });

/** Spends the one-time link. The screen posts it, so that a link scanner cannot. */
export function POST(request: Request): Promise<Response> {
  return respondPublic(request, async () => {
    const { token } = Body.parse(await request.json());
    const session = await signIn(database().db, token);
    return new Response(null, {
      status: 204,
      headers: { "set-cookie": sessionCookie(session), "cache-control": "no-store" },
    });
  });
}
