import { respond } from "@/app/_http/respond";
import { previewLabels } from "@/db/commands/import-labels";
import { LabelImportBody } from "@/lib/contract/labels";

/** What a file of labels would do; nothing is stored. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => previewLabels(ctx, LabelImportBody.parse(await request.json()).text));
}
