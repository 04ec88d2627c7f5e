import { respond } from "@/app/_http/respond";
import { importOrganisation } from "@/db/commands/import-organisation";
import { OrganisationImportBody } from "@/lib/contract/organisation";

export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => importOrganisation(ctx, OrganisationImportBody.parse(await request.json())));
}
