import { anyEqual, base64Digest, hmac, MISSING, notBlank, type Signature, VALID, WRONG } from "./signature";

/**
 * `X-VictorOps-Signature`: base64 of HMAC-SHA1 over the address as typed there, followed by each form field's name and
 * value in the order of the names. Signed so by escalation-policy webhooks; it hangs on the exact public address.
 * https://help.victorops.com/knowledge-base/escalation-webhooks/
 */
export const splunkOnCall: Signature = {
  check({ body, headers, url }, secrets) {
    const signature = headers.get("x-victorops-signature")?.trim();
    if (!signature) return MISSING;
    const text = url + sortedFields(body);
    const expected = secrets.map((secret) => hmac("sha1", secret, text));
    return anyEqual([base64Digest(signature, 20)], expected) ? VALID : WRONG;
  },
  secretProblem: notBlank,
};

function sortedFields(body: Uint8Array): string {
  const fields = new URLSearchParams(Buffer.from(body).toString("utf8"));
  // By code units, and stable: a name that comes twice keeps its order.
  fields.sort();
  return [...fields].map(([name, value]) => name + value).join("");
}
