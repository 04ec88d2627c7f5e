import { anyEqual, hexDigest, hmac, listed, MISSING, notBlank, type Signature, VALID, WRONG } from "./signature";

/**
 * `X-Rootly-Signature: t=<unix>,v1=<hex>`, HMAC-SHA256 over the time directly followed by the body. Whether a retry
 * carries a new time is not known, so no window is kept: a late delivery would be lost, and the event's signed id stops
 * a replay for good.
 */
export const rootly: Signature = {
  check({ body, headers }, secrets) {
    const entries = listed(headers.get("x-rootly-signature") ?? "", ",");
    const time = entries.find((entry) => entry.startsWith("t="))?.slice(2);
    const given = entries.filter((entry) => entry.startsWith("v1=")).map((entry) => hexDigest(entry.slice(3), 32));
    if (time === undefined || given.length === 0) return MISSING;
    const expected = secrets.map((secret) => hmac("sha256", secret, time, body));
    return anyEqual(given, expected) ? VALID : WRONG;
  },
  secretProblem: notBlank,
};
