import { respond } from "@/app/_http/respond";
import { finishUpload } from "@/db/commands/finish-upload";
import { idFrom } from "@/db/queries/pages";
import { importView } from "@/db/queries/sources";

type Context = { params: Promise<{ id: string }> };

/** Every byte has been sent: what arrived is compared with it and looked at. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const id = idFrom((await params).id, "import");
    await finishUpload(ctx, id);
    return importView(ctx, id);
  });
}
