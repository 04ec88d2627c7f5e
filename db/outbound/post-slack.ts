import { type Delivered, later, refused, withoutAnswer } from "./delivered";
import type { Outbound } from "./http";

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const REASONS: Readonly<Record<string, string>> = {
  invalid_payload: "Slack could not read the message.",
  invalid_blocks: "Slack does not take the message's blocks.",
  no_text: "Slack found no text in the message.",
  msg_blocks_too_long: "Slack finds the message too long.",
  user_not_found: "The user whom the webhook was made for does not exist in this Slack.",
  channel_not_found: "The channel of the webhook does not exist any more.",
  channel_is_archived: "The channel of the webhook is archived.",
  action_prohibited: "An administrator of this Slack forbids messages from this webhook.",
  posting_to_general_channel_denied: "An administrator of this Slack forbids messages to #general.",
  no_service: "The webhook was removed or switched off in Slack: make a new one.",
  no_service_id: "The webhook's address is not whole: copy it again from Slack.",
  no_team: "This Slack does not exist, or is not reachable: copy the webhook's address again.",
  invalid_token: "The webhook's address is wrong: copy it again from Slack.",
  team_disabled: "This Slack is switched off.",
  no_active_hooks: "The webhook is switched off in Slack.",
};

/** By an incoming webhook, which has no key that would make a repetition harmless. */
export async function postSlack(url: string, body: string, call: Outbound): Promise<Delivered> {
  try {
    const answer = await call({ url, method: "POST", headers: { "content-type": "application/json" }, body });
    const { status } = answer;
    const said = answer.body.toString("utf8").trim().slice(0, 200);
    if (status === 200) return { kind: "sent" };
    if (status === 429) return later("Slack asks us to wait.", retryAfterMs(answer.headers["retry-after"]));
    if (status >= 500) return later(`Slack is not well: it answered ${status}.`);
    return refused(REASONS[said] ?? `Slack refused it with ${status}${isWord(said) ? `: ${said}` : ""}.`);
  } catch (error) {
    return withoutAnswer(error);
  }
}

const isWord = (said: string) => /^[a-z_]{1,60}$/.test(said);

/** Seconds; a date is not what Slack sends. */
export function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : null;
}
