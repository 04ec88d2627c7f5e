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
 * makes the signature; its own `verify` reads the clock and looks at every signature that is listed.
 */
export const standardWebhooks: Signature = {
  check({ body, headers, receivedAt }, secrets) {
    const family = FAMILIES.find((name) => headers.has(`${name}-signature`));
    const id = headers.get(`${family}-id`);
    const seconds = secondsOf(headers.get(`${family}-timestamp`));
    const entries = listed(headers.get(`${family}-signature`) ?? "", " ");
    if (!id || seconds === null || entries.length === 0) return MISSING;
    const text = Buffer.from(body).toString("utf8");
    // The package signs text: bytes that are none would be compared as something else.
    if (Buffer.compare(Buffer.from(text, "utf8"), body) !== 0) return WRONG;
    const given = entries.map((entry) => (entry.startsWith("v1,") ? base64Digest(entry.slice(3), 32) : null));
    const signatures = secrets.flatMap((secret) => signed(secret, id, seconds, text));
    if (!anyEqual(given, signatures)) return WRONG;
    return outsideWindow(seconds, receivedAt) ?? VALID;
  },
  secretProblem(secret) {
    return keyOf(secret) ? null : "The signing secret begins with whsec_, followed by base64.";
  },
};

function signed(secret: string, id: string, seconds: number, text: string): Buffer[] {
  const [, signature = ""] =
    keyOf(secret)
      ?.sign(id, new Date(seconds * 1_000), text)
      .split(",") ?? [];
  const digest = base64Digest(signature, 32);
  return digest ? [digest] : [];
}

function keyOf(secret: string): Webhook | null {
  try {
    return new Webhook(secret);
  } catch {
    // Not base64, or empty: such a secret verifies nothing.
    return null;
  }
}
