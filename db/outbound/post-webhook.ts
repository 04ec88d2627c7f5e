import { Webhook } from "standardwebhooks";
import type { Instant } from "@/lib/model/instant";
import { type Delivered, later, refused, withoutAnswer } from "./delivered";
import type { Outbound } from "./http";
import { retryAfterMs } from "./post-slack";

export type SignedMessage = {
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  /** The same on every try: who has had it drops the repetition. */
  id: string;
  at: Instant;
  body: string;
};

/** https://www.standardwebhooks.com */
export async function postWebhook({ url, secret, id, at, body }: SignedMessage, call: Outbound): Promise<Delivered> {
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(at), body),
  };
  try {
    const { status, headers: answered } = await call({ url, method: "POST", headers, body });
    if (status >= 200 && status < 300) return { kind: "sent" };
    const why = `${new URL(url).host} answered ${status}.`;
    if (status === 429 || status >= 500) return later(why, retryAfterMs(answered["retry-after"]));
    return refused(status === 410 ? `${why} It wants no more.` : why);
  } catch (error) {
    return withoutAnswer(error);
  }
}
