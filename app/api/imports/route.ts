import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { createImport } from "@/db/commands/create-import";
import { knownContent } from "@/db/queries/known-content";
import { importView } from "@/db/queries/sources";
import { ContentQuery } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";

const NAME_HEADER = "x-squelch-file-name";

/** Whether exactly this content is known, asked before its bytes are sent. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => knownContent(ctx, searchOf(request, ContentQuery).sha256));
}

/** For the command line, in one request: the raw file is the body; its name, a label only, comes URL-encoded in a header. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    if (!request.body) throw new AppError("invalid", "The file is empty (0 bytes).");
    const length = request.headers.get("content-length");
    const id = await createImport(ctx, {
      fileName: fileNameOf(request),
      body: request.body as unknown as AsyncIterable<Uint8Array>,
      expectedBytes: length === null ? null : Number(length),
      userId: ctx.viewer.userId,
    });
    return importView(ctx, id);
  });
}

function fileNameOf(request: Request): string {
  const encoded = request.headers.get(NAME_HEADER);
  if (!encoded) throw new AppError("invalid", `The header ${NAME_HEADER} is missing.`);
  try {
    return decodeURIComponent(encoded).slice(0, 255);
  } catch {
    throw new AppError("invalid", `The header ${NAME_HEADER} is not URL-encoded.`);
  }
}
