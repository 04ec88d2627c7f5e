import { respond } from "@/app/_http/respond";
import { myViewers } from "@/db/queries/my-viewers";

/** Who looked at the load of the one who asks. */
export function GET(request: Request): Promise<Response> {
  return respond(request, myViewers);
}
