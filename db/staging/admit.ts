import { createHash, timingSafeEqual } from "node:crypto";
import type { Delivery } from "@/db/commands/receive";
import type { WebhookSource } from "@/db/queries/webhook-sources";
import type { Checked } from "@/lib/auth/signatures/signature";
import { SIGNATURES } from "@/lib/auth/signatures/signatures";
import type { RefusalReason } from "@/lib/contract/source";
import { bodyObject } from "@/lib/providers/parse-delivery";
import type { Arrival } from "./arrival";

/** Turned away at the door; `detail` for people. */
export type Refusal = { reason: RefusalReason; status: number; detail: string | null };

/** `undecided`: what would tell is out of reach, such as a key or a certificate. */
export type Admission = { delivery: Delivery } | { refusal: Refusal } | { undecided: string };

/** Senders show their secret only once the address is set up: until it is pasted here, deliveries wait in the spool. */
export const NO_SECRET_YET = "its signing secret was not given yet";

/** Said about a request before its body is read: null where it may come in. */
export function refusalByHeaders(source: WebhookSource, headers: Readonly<Record<string, string>>): Refusal | null {
  if (source.deleted) return { reason: "source-deleted", status: 410, detail: null };
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") return { reason: "encoding-not-allowed", status: 415, detail: encoding.slice(0, 100) };
  const type = mediaType(headers["content-type"]);
  const allowed = type === null || isJson(type) || source.webhook.contentTypes.includes(type);
  if (!allowed) return { reason: "type-not-allowed", status: 415, detail: type.slice(0, 100) };
  return tooLarge(source, Number(headers["content-length"] ?? 0));
}

export function tooLarge({ webhook }: WebhookSource, bytes: number): Refusal | null {
  return bytes > webhook.maxBytes
    ? { reason: "too-large", status: 413, detail: `above ${webhook.maxBytes} bytes` }
    : null;
}

/** Whether a request comes from the source's sender, and what is kept of it. The certificate is that of Amazon's. */
export function admit(source: WebhookSource, arrival: Arrival, certificate: string | null = null): Admission {
  const checked = prove(source, arrival, certificate);
  if (checked.valid) return { delivery: deliveryOf(source, arrival) };
  if (source.secrets.length === 0 && source.proof === "signature" && checked.why === "wrong")
    return { undecided: NO_SECRET_YET };
  if (checked.why === "wrong" && source.secretsMissing)
    return { undecided: "a secret cannot be unsealed: its key is missing, or it was changed" };
  return { refusal: refusalOf(checked) };
}

function prove(source: WebhookSource, arrival: Arrival, certificate: string | null): Checked {
  if (source.proof === "path") return proveValues(source, arrival.token === null ? [] : [arrival.token]);
  if (source.proof === "header") return proveValues(source, headerValues(arrival.headers[source.headerName ?? ""]));
  const scheme = source.webhook.signature;
  if (scheme === null) return { valid: false, why: "wrong" };
  const { body, url, receivedAt } = arrival;
  const headers = new Map(Object.entries(arrival.headers));
  const { timestampHeader } = source;
  return SIGNATURES[scheme].check({ body, headers, url, receivedAt, timestampHeader, certificate }, source.secrets);
}

function proveValues({ secrets }: WebhookSource, values: readonly string[]): Checked {
  if (values.length === 0) return { valid: false, why: "missing" };
  const digests = values.map((value) => createHash("sha256").update(value).digest());
  const wanted = secrets.map((secret) => Buffer.from(secret, "hex"));
  const valid = wanted.some((one) =>
    digests.some((given) => one.length === given.length && timingSafeEqual(one, given)),
  );
  return valid ? { valid } : { valid, why: "wrong" };
}

/** The secret alone, or as senders that only know `Authorization` write it: a bearer token, or the password of basic. */
function headerValues(header: string | undefined): string[] {
  const value = header?.trim();
  if (!value) return [];
  const [, scheme = "", credentials = ""] = /^(bearer|basic|token|genie[ -]?key)\s+(.+)$/i.exec(value) ?? [];
  if (!credentials) return [value];
  const basic = scheme.toLowerCase() === "basic" ? Buffer.from(credentials, "base64").toString("utf8") : null;
  return [value, credentials, ...(basic?.includes(":") ? [basic.slice(basic.indexOf(":") + 1)] : [])];
}

function refusalOf(checked: Exclude<Checked, { valid: true }>): Refusal {
  if (checked.why !== "outside-window") return { reason: `proof-${checked.why}`, status: 401, detail: null };
  const { offSeconds } = checked;
  const side = offSeconds > 0 ? "behind" : "ahead of";
  const detail = `the sender's clock is ${Math.abs(offSeconds)} s ${side} ours`;
  return { reason: "outside-window", status: 401, detail };
}

/** Headers that reading the delivery again may need. Nothing here proves anything. */
const KEPT_HEADERS = [
  "content-type",
  "user-agent",
  "webhook-id",
  "webhook-timestamp",
  "svix-id",
  "svix-timestamp",
  "x-amz-sns-message-id",
  "x-amz-sns-message-type",
  "x-amz-sns-topic-arn",
  "x-github-delivery",
  "x-github-event",
  "x-gitlab-event",
  "x-gitlab-event-uuid",
  "x-pagerduty-event",
  "x-request-id",
  "x-webhook-id",
  "x-webhook-subscription",
] as const;

function deliveryOf(source: WebhookSource, { headers, body, receivedAt, receiptId }: Arrival): Delivery {
  const kept = KEPT_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]] as const]));
  return {
    workspaceId: source.workspaceId,
    sourceId: source.sourceId,
    ...deliveryKeyOf(source, { headers, body, receivedAt }),
    receivedAt,
    zone: source.zone,
    via: "webhook",
    contentType: headers["content-type"] ?? null,
    headers: Object.fromEntries(kept),
    body,
    receiptId,
  };
}

/** Longer than any sender of such bodies waits between two tries. */
const RETRY_SPAN_MS = 60_000;

function deliveryKeyOf(
  { webhook }: WebhookSource,
  { headers, body, receivedAt }: Pick<Arrival, "headers" | "body" | "receivedAt">,
): Pick<Delivery, "deliveryKey" | "earlierKey"> {
  // Null where it cannot be read: it is well signed, so it is kept, and rejected where its records are read.
  const value = bodyObject(body, headers["content-type"] ?? null);
  const key = webhook.deliveryKey(value, new Map(Object.entries(headers)));
  if (key) return { deliveryKey: key };
  const hash = createHash("sha256").update(body).digest("hex");
  if (!webhook.isTimeless?.(value)) return { deliveryKey: hash };
  const span = Math.floor(receivedAt / RETRY_SPAN_MS);
  return { deliveryKey: `${hash}@${span}`, earlierKey: `${hash}@${span - 1}` };
}

const isJson = (type: string) => type === "application/json" || /^application\/[\w.-]+\+json$/.test(type);

function mediaType(header: string | undefined): string | null {
  return header?.split(";")[0]?.trim().toLowerCase() || null;
}
