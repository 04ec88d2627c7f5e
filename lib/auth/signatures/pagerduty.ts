import { anyEqual, hexDigest, hmac, listed, MISSING, notBlank, type Signature, VALID, WRONG } from "./signature";

/**
 * `X-PagerDuty-Signature: v1=<hex>[,v1=<hex>]`, HMAC-SHA256 of the body. No time is signed: a delivery may be 48 hours
 * late. https://developer.pagerduty.com/docs/verifying-webhook-signatures
 */
export const pagerduty: Signature = {
  check({ body, headers }, secrets) {
    const entries = listed(headers.get("x-pagerduty-signature") ?? "", ",");
    if (entries.length === 0) return MISSING;
    const given = entries.map((entry) => (entry.startsWith("v1=") ? hexDigest(entry.slice(3), 32) : null));
    const expected = secrets.map((secret) => hmac("sha256", secret, body));
    return anyEqual(given, expected) ? VALID : WRONG;
  },
  secretProblem: notBlank,
};
