import { respond } from "@/app/_http/respond";
import { organisation } from "@/db/queries/organisation";

export function GET(request: Request): Promise<Response> {
  return respond(request, organisation);
}
