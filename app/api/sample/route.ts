import { respond } from "@/app/_http/respond";
import { removeSample } from "@/db/commands/remove-sample";

export function DELETE(request: Request): Promise<Response> {
  return respond(request, removeSample);
}
