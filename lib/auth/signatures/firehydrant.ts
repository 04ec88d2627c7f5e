import { anyEqual, hexDigest, hmac, MISSING, notBlank, type Signature, VALID, WRONG } from "./signature";

/** `fh-signature`: hex of HMAC-SHA256 over the body. */
export const firehydrant: Signature = {
  check({ body, headers }, secrets) {
    const signature = headers.get("fh-signature")?.trim();
    if (!signature) return MISSING;
    const expected = secrets.map((secret) => hmac("sha256", secret, body));
    return anyEqual([hexDigest(signature, 32)], expected) ? VALID : WRONG;
  },
  secretProblem: notBlank,
};
