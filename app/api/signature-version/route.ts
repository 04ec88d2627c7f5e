import { respond } from "@/app/_http/respond";
import { adoptSignatureVersion, giveUpSignatureVersion } from "@/db/commands/adopt-signature-version";

/** Takes the workspace over to the current recipe of signatures. */
export function PUT(request: Request): Promise<Response> {
  return respond(request, async (ctx) => ({ signatures: await adoptSignatureVersion(ctx) }));
}

/** Takes that back as a whole. */
export function DELETE(request: Request): Promise<Response> {
  return respond(request, async (ctx) => ({ signatures: await giveUpSignatureVersion(ctx) }));
}
