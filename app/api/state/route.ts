import { respond } from "@/app/_http/respond";
import { dataState } from "@/db/queries/data-state";

export function GET(request: Request): Promise<Response> {
  return respond(request, dataState);
}
