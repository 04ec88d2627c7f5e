import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import {
  anyEqual,
  base64Digest,
  listed,
  MISSING,
  outsideWindow,
  type Signature,
  secondsOf,
  VALID,
  WRONG,
} from "./signature";

const FAMILIES = ["webhook", "svix"] as const;

/**
 * `v1,<base64>` of `id.timestamp.body`, several separated by blanks. https://www.standardwebhooks.com. The package
 * says what a secret is; it signs text alone, reads the clock and looks at every signature that is listed.
 */
export const standardWebhooks: Signature = {
  check({ body, headers, receivedAt }, secrets) {
    const family = FAMILIES.find((name) => headers.has(`${name}-signature`));
    const id = headers.get(`${family}-id`);
    const seconds = secondsOf(headers.get(`${family}-timestamp`));
    const entries = listed(headers.get(`${family}-signature`) ?? "", " ");
    if (!id || seconds === null || entries.length === 0) return MISSING;
    const given = entries.map((entry) => (entry.startsWith("v1,") ? base64Digest(entry.slice(3), 32) : null));
    const signatures = secrets.flatMap((secret) => signed(secret, `${id}.${seconds}.`, body));
    if (!anyEqual(given, signatures)) return WRONG;
    return outsideWindow(seconds, receivedAt) ?? VALID;
  },
  secretProblem(secret) {
    return keyOf(secret) ? null : "The signing secret begins with whsec_, followed by base64.";
  },
};

/** Over the bytes: what is no text is signed all the same. */
function signed(secret: string, prefix: string, body: Uint8Array): Buffer[] {
  const key = keyOf(secret);
  return key ? [createHmac("sha256", key).update(prefix).update(body).digest()] : [];
}

function keyOf(secret: string): Buffer | null {
  try {
    new Webhook(secret);
    return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  } catch {
    // Not base64, or empty: such a secret verifies nothing.
    return null;
  }
}
