import { respond } from "@/app/_http/respond";
import { previewOrganisation } from "@/db/commands/import-organisation";
import { OrganisationImportBody } from "@/lib/contract/organisation";

/** What a file would change; nothing is stored. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => previewOrganisation(ctx, OrganisationImportBody.parse(await request.json())));
}
