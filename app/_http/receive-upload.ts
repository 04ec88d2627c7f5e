import { MemoryLocker, Server } from "@tus/server";
import { openUpload } from "@/db/commands/open-upload";
import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { uploadStore } from "@/db/staging/upload-store";
import { MAX_PART_BYTES, Sha256 } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";

/** One per process: two requests never write to one upload at the same time. */
const locker = new MemoryLocker();

/**
 * One request of the tus protocol: opening an upload, asking how far it has come, or sending a part of it. Its viewer
 * and origin are checked by `respond` before.
 */
export async function receiveUpload(ctx: Ctx, request: Request): Promise<Response> {
  if (request.method === "PATCH") assertPart(request);
  let refused: unknown = null;
  const server = new Server({
    path: "/api/uploads",
    datastore: await uploadStore(ctx),
    locker,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: randomId,
    async onUploadCreate(_request, { id, size, metadata }) {
      if (size === undefined) throw new AppError("invalid", "The length of the file must be said (Upload-Length).");
      const sha256 = Sha256.parse(metadata?.sha256);
      await openUpload(ctx, { id, fileName: fileNameOf(metadata?.filename), bytes: size, sha256 });
      return {};
    },
    onResponseError(_request, error) {
      // Refusals of the protocol are plain objects with a status; what is ours or a bug goes on to `respond`.
      if (error instanceof Error && !("status_code" in error)) refused = error;
      return undefined;
    },
  });
  const response = await server.handleWeb(request);
  if (refused) throw refused;
  response.headers.set("cache-control", "no-store");
  return response;
}

function fileNameOf(name: string | null | undefined): string {
  if (!name) throw new AppError("invalid", "The name of the file is missing (filename in Upload-Metadata).");
  return name.slice(0, 255);
}

/** A part says its length: only so can it be refused before it is read. */
function assertPart({ headers }: Request): void {
  const length = headers.get("content-length");
  if (length === null) throw new AppError("invalid", "A part must say its length (Content-Length).");
  if (Number(length) > MAX_PART_BYTES) throw new AppError("too-large", "A part may have at most 8 MiB.");
}
