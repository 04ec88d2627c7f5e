import { AppError } from "@/lib/errors";

const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** A name that rebinding cannot give us: ours, or a loopback one. */
export function assertHost(request: Request): void {
  const host = request.headers.get("host") ?? "";
  if (!isOwnHost(host)) throw new AppError("forbidden", `This address is not served here: ${host}`);
}

/**
 * A change needs a header that another site cannot send without asking first, and our own origin. A missing or `null`
 * origin is refused.
 */
export function assertSameOrigin(request: Request): void {
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const ours = origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get("host");
  if (headers.get("x-squelch") === "1" && ours && (site === null || site === "same-origin")) return;
  throw new AppError("forbidden", "This change did not come from a screen of Squelch.");
}

function isOwnHost(host: string): boolean {
  const publicUrl = process.env.PUBLIC_URL;
  if (publicUrl && new URL(publicUrl).host === host) return true;
  return LOOPBACK_NAMES.includes(host.replace(/:\d+$/, ""));
}
