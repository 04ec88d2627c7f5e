import { Webhook } from "standardwebhooks";
import { hostAndPort } from "@/db/outbound/http";
import { type KeyRing, seal, unseal } from "@/db/secrets/key-ring";
import type { DigestTarget } from "@/lib/contract/digests";
import { AppError } from "@/lib/errors";
import type { DigestChannel } from "@/lib/model/digest";

/** Where incoming webhooks of Slack lie; another that takes the same messages must be allowed by name. */
const SLACK_HOSTS = ["hooks.slack.com", "hooks.slack-gov.com"];
/** Bytes: what Standard Webhooks asks of a secret. */
const SHORTEST_SECRET = 24;

export type StoredTarget = { channel: DigestChannel; address: string | null; sealed: string | null; shown: string };

type Options = { ring: () => KeyRing; allow: readonly string[] };

const targetPlace = (id: string) => ({ table: "digests", column: "sealed", id });

/** As it is kept: an address of a webhook is a secret, whoever has it may post there. */
export function storedTarget(id: string, target: DigestTarget, { ring, allow }: Options): StoredTarget {
  const { channel } = target;
  if (channel === "email") return { channel, address: target.address, sealed: null, shown: target.address };
  const url = urlOf(target.url, allow);
  const isAllowed = isPair(url, allow);
  if (channel === "slack" && !isAllowed && !SLACK_HOSTS.includes(url.hostname))
    throw new AppError("invalid", "The address of an incoming webhook of Slack begins with https://hooks.slack.com/.");
  if (channel === "webhook") assertSecret(target.secret);
  const open = channel === "slack" ? { url: url.href } : { url: url.href, secret: target.secret };
  const sealed = seal(ring(), JSON.stringify(open), targetPlace(id));
  return { channel, address: null, sealed, shown: `${url.host}, ending in ${url.href.slice(-4)}` };
}

/** In the clear: for the call, and never for a screen. */
export function openTarget(id: string, sealed: string, ring: () => KeyRing): { url: string; secret?: string } {
  return JSON.parse(unseal(ring(), sealed, targetPlace(id))) as { url: string; secret?: string };
}

/** As far as it can be told without a call; the call checks the address that the name leads to. */
function urlOf(text: string, allow: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.username !== "" || url.password !== "" || url.hash !== "")
    throw new AppError("invalid", "The address must be such as https://example.com/hooks/1, without a password.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isPair(url, allow)))
    throw new AppError(
      "invalid",
      `Only https is called, and http where ${hostAndPort(url)} is in SQUELCH_OUTBOUND_ALLOW.`,
    );
  return url;
}

const isPair = (url: URL, allow: readonly string[]) => allow.some((pair) => pair.toLowerCase() === hostAndPort(url));

function assertSecret(secret: string): void {
  const wrong = `The signing secret is whsec_ followed by base64 of at least ${SHORTEST_SECRET} bytes.`;
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) throw new AppError("invalid", wrong);
  if (Buffer.from(secret.slice(6), "base64").length < SHORTEST_SECRET) throw new AppError("invalid", wrong);
  new Webhook(secret);
}
