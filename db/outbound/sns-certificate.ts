import { snsCertificateUrl } from "@/lib/auth/signatures/sns";
import type { Instant } from "@/lib/model/instant";
import { type Outbound, outbound } from "./http";

const KEPT_MS = 24 * 3_600_000;
const MAX_KEPT = 50;

/**
 * The certificate that a notification of Amazon's names, from Amazon's own hosts only, kept for a day. Null where it
 * names none that may be asked for; an error where the network fails.
 */
export function snsCertificates(call: Outbound = outbound([])) {
  const kept = new Map<string, { pem: string; until: Instant }>();
  return async (body: Uint8Array, now: Instant): Promise<string | null> => {
    const url = snsCertificateUrl(body);
    if (url === null) return null;
    const known = kept.get(url);
    if (known && known.until > now) return known.pem;
    const answer = await call({ url, timeoutMs: 3_000, maxBytes: 64 * 1024 });
    if (answer.status !== 200) throw new Error(`the certificate at ${url} was answered with ${answer.status}`);
    const pem = answer.body.toString("utf8");
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(url, { pem, until: now + KEPT_MS });
    return pem;
  };
}

export type CertificateOf = ReturnType<typeof snsCertificates>;
