import { database } from "@/app/_http/database";
import { respondBySignature } from "@/app/_http/respond";
import { unsubscribe, workspaceIn } from "@/db/commands/unsubscribe";

type Context = { params: Promise<{ token: string }> };

/** Looking changes nothing: a program that follows links ends no digest. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respondBySignature(request, async () => {
    const { token } = await params;
    return new Response(null, { status: 303, headers: { location: `/unsubscribe/${encodeURIComponent(token)}` } });
  });
}

/** RFC 8058: a mail program posts here by itself, without a cookie or our header. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respondBySignature(request, async () => {
    const { token } = await params;
    await unsubscribe({ ...database(), workspaceId: workspaceIn(token) }, token);
    return { ended: true };
  });
}
