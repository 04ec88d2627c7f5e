import { respond } from "@/app/_http/respond";
import { myShift } from "@/db/queries/my-shift";

/** Pages of the viewer's last shift. */
export function GET(request: Request): Promise<Response> {
  return respond(request, myShift);
}
