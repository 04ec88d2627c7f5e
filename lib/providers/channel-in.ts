import type { Channel } from "@/lib/model/page-event";

/** Words that products and their people use for a channel. Chats stand before apps: WhatsApp is one. */
const WORDS: readonly (readonly [RegExp, Channel])[] = [
  [/mail/, "email"],
  [/sms|text/, "sms"],
  [/phone|voice|call/, "phone"],
  [/chat|slack|teams|telegram|jabber|xmpp|mattermost|whatsapp|irc/, "chat"],
  [/push|app|mobile|device|ios|android/, "push"],
];

/** The channel that a method, a command or a way of being told names in its words. */
export function channelIn(words: string | undefined): Channel {
  const lower = words?.toLowerCase() ?? "";
  return WORDS.find(([pattern]) => pattern.test(lower))?.[1] ?? "unknown";
}
