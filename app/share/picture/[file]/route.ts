import { database } from "@/app/_http/database";
import { failedLinks } from "@/app/_http/failed-links";
import { peerOf } from "@/app/_http/peer-of";
import { respondBySignature } from "@/app/_http/respond";
import { keptPicture } from "@/db/queries/kept-picture";
import { isWellFormed } from "@/lib/auth/secret-token";
import { AppError } from "@/lib/errors";

type Context = { params: Promise<{ file: string }> };

/** Kept by no cache between: it ends when links are stopped. */
const HEADERS = {
  "content-type": "image/png",
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex, nofollow, noarchive",
};

/** A picture of a digest, for whoever has its address: Slack fetches it without an account. No cookie is looked at. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respondBySignature(request, async () => {
    const png = await opened((await params).file);
    if (png !== null) return new Response(Buffer.from(png), { headers: HEADERS });
    failedLinks().isTooMany(peerOf(request.headers), Date.now());
    throw new AppError("not-found", "This link opens nothing.");
  });
}

async function opened(file: string): Promise<Uint8Array | null> {
  const token = file.replace(/\.png$/, "");
  return file.endsWith(".png") && isWellFormed("sqs", token) ? keptPicture(database().sql, token) : null;
}
