import { respond } from "@/app/_http/respond";
import { modelRecord } from "@/db/queries/model-record";

export function GET(request: Request): Promise<Response> {
  return respond(request, modelRecord);
}
