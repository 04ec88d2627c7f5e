import { expect, it } from "vitest";
import { channelIn } from "./channel-in";

it.each([
  ["Email", "email"],
  ["notify-service-by-email", "email"],
  ["SMS", "sms"],
  ["Voice Call", "phone"],
  ["phone", "phone"],
  ["Slack DM", "chat"],
  ["notify-host-by-whatsapp", "chat"],
  ["Mobile", "push"],
  ["push_notification", "push"],
  ["ios", "push"],
  ["Webhook", "unknown"],
  ["constructor", "unknown"],
  ["", "unknown"],
  [undefined, "unknown"],
])("%j is %s", (words, channel) => expect(channelIn(words)).toBe(channel));
