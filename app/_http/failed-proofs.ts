import ipaddr from "ipaddr.js";
import type { Instant } from "@/lib/model/instant";

const MAX_A_MINUTE = 60;
/** Beyond so many addresses in a minute the others share one count. */
const MAX_ADDRESSES = 10_000;

/**
 * Counts requests that did not prove themselves, by address. In the process, not in the database: whoever floods us with
 * them shall cause no write, and a restart that forgets one minute gives nobody a better guess at a 256-bit secret.
 */
export function failedProofs() {
  let minute = 0;
  let counts = new Map<string, number>();

  const keyOf = (peer: string | null) => {
    const network = networkOf(peer);
    return counts.has(network) || counts.size < MAX_ADDRESSES ? network : "others";
  };

  /** Counts one more; true where its address had too many in this minute. */
  function isTooMany(peer: string | null, now: Instant): boolean {
    const current = Math.floor(now / 60_000);
    if (current !== minute) counts = new Map();
    minute = current;
    const key = keyOf(peer);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count > MAX_A_MINUTE;
  }

  /** Whether its address had as many as it may in this minute; counts nothing. */
  const isHeldBack = (peer: string | null, now: Instant) =>
    Math.floor(now / 60_000) === minute && (counts.get(keyOf(peer)) ?? 0) >= MAX_A_MINUTE;

  return { isTooMany, isHeldBack };
}

export type FailedProofs = ReturnType<typeof failedProofs>;

/** Of IPv6 the /64, which is what one customer gets. */
function networkOf(peer: string | null): string {
  if (peer === null || !ipaddr.isValid(peer)) return "unknown";
  const address = ipaddr.process(peer);
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(":") : address.toString();
}
