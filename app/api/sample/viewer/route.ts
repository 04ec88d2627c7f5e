import { respond } from "@/app/_http/respond";
import { lookAs } from "@/db/commands/link-viewer";
import { sampleViewer } from "@/db/queries/sample-viewer";
import { LookAsBody } from "@/lib/contract/people";

export function GET(request: Request): Promise<Response> {
  return respond(request, sampleViewer);
}

export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => lookAs(ctx, LookAsBody.parse(await request.json()).personId));
}
