import { respond } from "@/app/_http/respond";
import { peopleAccounts } from "@/db/queries/people-accounts";

export function GET(request: Request): Promise<Response> {
  return respond(request, peopleAccounts);
}
