import { respond } from "@/app/_http/respond";
import { flagSignatures } from "@/db/commands/flag-signatures";

/** Looks through the alerts now. */
export function POST(request: Request): Promise<Response> {
  return respond(request, flagSignatures);
}
