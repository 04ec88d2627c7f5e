import { anyEqual, hexDigest, hmac, MISSING, notBlank, type Signature, VALID, WRONG } from "./signature";

/**
 * `X-Hub-Signature-256: sha256=<hex>`, HMAC-SHA256 of the body. No time is signed. The older `X-Hub-Signature` (SHA-1)
 * is sent beside it and proves nothing here.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export const github: Signature = {
  check({ body, headers }, secrets) {
    const signature = headers.get("x-hub-signature-256")?.trim();
    if (!signature) return MISSING;
    const given = signature.startsWith("sha256=") ? hexDigest(signature.slice("sha256=".length), 32) : null;
    const expected = secrets.map((secret) => hmac("sha256", secret, body));
    return anyEqual([given], expected) ? VALID : WRONG;
  },
  secretProblem: notBlank,
};
