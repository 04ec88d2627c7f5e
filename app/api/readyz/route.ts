import { database } from "@/app/_http/database";

export const dynamic = "force-dynamic";

/** Ready: the database answers and its schema is in place. */
export async function GET(): Promise<Response> {
  try {
    await database().sql`select 1 from workspaces limit 1`;
    return new Response("ok\n", { headers: { "cache-control": "no-store" } });
  } catch (error) {
    console.error("readyz", error);
    return new Response("the database does not answer\n", { status: 503, headers: { "cache-control": "no-store" } });
  }
}
