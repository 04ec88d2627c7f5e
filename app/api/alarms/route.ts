import { respond } from "@/app/_http/respond";
import { alarms } from "@/db/queries/alarms";

export function GET(request: Request): Promise<Response> {
  return respond(request, alarms);
}
