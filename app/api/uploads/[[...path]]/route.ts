import { receiveUpload } from "@/app/_http/receive-upload";
import { respond } from "@/app/_http/respond";

/** Files in parts, by the tus protocol 1.0: an upload goes on after a closed tab and after a killed server. */
function handle(request: Request): Promise<Response> {
  return respond(request, (ctx) => receiveUpload(ctx, request));
}

export { handle as HEAD, handle as PATCH, handle as POST };
