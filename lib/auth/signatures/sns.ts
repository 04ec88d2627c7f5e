import { createVerify, X509Certificate } from "node:crypto";
import { MISSING, type Signature, VALID, WRONG } from "./signature";

type Message = Readonly<Record<string, unknown>>;

const SIGNED_FIELDS = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
  UnsubscribeConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
} as const;

const ALGORITHMS: Readonly<Record<string, string>> = { "1": "RSA-SHA1", "2": "RSA-SHA256" };
const CERTIFICATE_HOST = /^sns\.[a-z0-9-]+\.amazonaws\.com$/;

/**
 * Amazon signs for every topic of every account: the signature alone proves nothing about ours, so the secret is the
 * ARN of the topic. No window: a retry keeps its time, and MessageId stops a replay.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export const sns: Signature = {
  check({ body, certificate, receivedAt }, secrets) {
    const message = messageIn(body);
    const signature = message?.Signature;
    if (!message || typeof signature !== "string") return MISSING;
    const algorithm = ALGORITHMS[String(message.SignatureVersion)];
    const text = signedText(message);
    const isOurs = typeof message.TopicArn === "string" && secrets.includes(message.TopicArn);
    if (!algorithm || text === null || !isOurs || certificate === null || !snsCertificateUrl(body)) return WRONG;
    return verifies(certificate, algorithm, text, signature, receivedAt) ? VALID : WRONG;
  },
  secretProblem(secret) {
    return /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/.test(secret)
      ? null
      : "The ARN of the topic looks like arn:aws:sns:eu-west-1:123456789012:alarms.";
  },
};

/** Where the certificate lies: on a host of Amazon's notification service, or null. Any other is never asked. */
export function snsCertificateUrl(body: Uint8Array): string | null {
  const message = messageIn(body);
  const text = message?.SigningCertURL ?? message?.SigningCertUrl;
  if (typeof text !== "string" || !URL.canParse(text)) return null;
  const { protocol, hostname, pathname, port, username } = new URL(text);
  const allowed = protocol === "https:" && port === "" && username === "" && CERTIFICATE_HOST.test(hostname);
  return allowed && /^\/[\w-]+\.pem$/.test(pathname) ? `https://${hostname}${pathname}` : null;
}

function messageIn(body: Uint8Array): Message | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Message) : null;
  } catch {
    // No JSON, so no message of theirs.
    return null;
  }
}

/** Each field's name and value on lines of their own; a missing subject is left out. */
function signedText(message: Message): string | null {
  const type = String(message.Type);
  if (!Object.hasOwn(SIGNED_FIELDS, type)) return null;
  const lines = SIGNED_FIELDS[type as keyof typeof SIGNED_FIELDS].flatMap((name) => {
    const value = message[name];
    return typeof value === "string" ? [`${name}\n${value}\n`] : [];
  });
  return lines.join("");
}

function verifies(pem: string, algorithm: string, text: string, signature: string, at: number): boolean {
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(pem);
    if (at < Date.parse(validFrom) || at > Date.parse(validTo)) return false;
    return createVerify(algorithm).update(text, "utf8").verify(publicKey, signature, "base64");
  } catch {
    // A certificate that cannot be read vouches for nothing.
    return false;
  }
}
