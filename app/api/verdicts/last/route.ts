import { respond } from "@/app/_http/respond";
import { lastGesture } from "@/db/queries/last-gesture";

/** What the viewer did last and can undo. */
export function GET(request: Request): Promise<Response> {
  return respond(request, lastGesture);
}
