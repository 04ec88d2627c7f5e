import { respond } from "@/app/_http/respond";
import { sources } from "@/db/queries/sources";

export function GET(request: Request): Promise<Response> {
  return respond(request, sources);
}
