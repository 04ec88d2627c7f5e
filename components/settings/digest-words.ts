import type { DigestView } from "@/lib/contract/digests";
import type { DigestChannel, DigestKind, SendState } from "@/lib/model/digest";

export const CHANNEL_WORDS: Record<DigestChannel, string> = { email: "Mail", slack: "Slack", webhook: "Webhook" };

export const KIND_WORDS: Record<DigestKind, string> = {
  weekly: "Weekly digest",
  "end-of-shift": "Reminder after a shift",
};

export const STATE_WORDS: Record<SendState, string> = {
  waiting: "waits",
  preparing: "is being made",
  sending: "is being sent",
  sent: "sent",
  failed: "not sent",
  unknown: "not known whether it arrived",
  nothing: "nothing to say, so not sent",
  skipped: "skipped",
};

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** "09:00", as a field for times has it. */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Null where it is no time of day. */
export function minuteOf(clock: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** "All teams", as a heading has it. */
export function subjectOf({ kind, own, team }: Pick<DigestView, "kind" | "own" | "team">): string {
  return own ? "My shifts" : `${team ?? "All teams"}${kind === "weekly" ? "" : " shifts"}`;
}

export function whenOf({ trigger, weekday, minute, zone }: DigestView): string {
  if (trigger === "shift-end") return "when a shift ends, as the schedule tells";
  const day = weekday === null ? "every day" : `${WEEKDAYS[weekday]}s`;
  return `${day} at ${clockOf(minute ?? 0)}, ${zone.replaceAll("_", " ")}`;
}
