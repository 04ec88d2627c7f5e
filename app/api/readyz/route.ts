import { database } from "@/app/_http/database";
import { door } from "@/app/_http/door";
import { withinLimit } from "@/db/commands/receive";
import { spoolState } from "@/db/staging/spool";

export const dynamic = "force-dynamic";

/** Ready: the database answers, its schema is in place, and there is room for what comes while it is away. */
export async function GET(): Promise<Response> {
  try {
    const { bytes, limitBytes } = await spoolState(door().spool);
    if (bytes > limitBytes / 2) return notReady("the spool is more than half full\n");
    await withinLimit(database().sql`select 1 from workspaces limit 1`);
    return new Response("ok\n", { headers: { "cache-control": "no-store" } });
  } catch (error) {
    console.error("readyz", error);
    return notReady("the database does not answer\n");
  }
}

function notReady(why: string): Response {
  return new Response(why, { status: 503, headers: { "cache-control": "no-store" } });
}
