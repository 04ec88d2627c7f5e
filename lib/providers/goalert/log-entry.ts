import type { Actor, Channel, PageEventKind } from "@/lib/model/page-event";
import { channelIn } from "@/lib/providers/channel-in";

export const PROVIDER = "goalert";

/** What the words of a log entry say, or why they are no act. `name` is a person's. */
export type Said =
  | { kind: PageEventKind; by: Actor; name?: string; how?: string; level?: number; channel?: Channel }
  | { none: string };

const KINDS: Readonly<Record<string, PageEventKind>> = {
  Created: "triggered",
  Acknowledged: "acknowledged",
  Closed: "resolved",
};

/** The one who acted follows ` by `; a machine follows ` via ` and is named by what it is. What stands last in brackets is the way. */
const SUBJECT = /^(.*?) ?(?:\b(by|via) (.+?))?(?: \(([^()]*)\))?$/;
const MACHINE = / (?:integration|heartbeat monitor)$/;

/** https://github.com/target/goalert/blob/master/alert/alertlog/entry.go writes these words. */
export function readLogEntry(text: string): Said {
  const words = text.trim();
  const plain = /^(Created|Acknowledged|Closed)\b ?(.*)$/.exec(words);
  if (plain) return readPlain(KINDS[plain[1] ?? ""] ?? "annotated", plain[2] ?? "");
  const escalated = /^Escalated\b(?: to step #(\d+))? ?(.*)$/.exec(words);
  if (escalated) return readEscalation(escalated[1], escalated[2] ?? "");
  const sent = /^Notification sent to (.+?)(?: \(([^()]*)\))?$/.exec(words);
  if (sent) return readNotice(sent[1] ?? "", sent[2] ?? "");
  return { none: `${JSON.stringify(words.slice(0, 100))}: ${reasonOf(words)}` };
}

function readPlain(kind: PageEventKind, rest: string): Said {
  if (kind === "resolved" && rest.startsWith("due to inactivity")) return { kind, by: "automation", how: "expired" };
  return { kind, ...subjectOf(rest) };
}

function subjectOf(rest: string): { by: Actor; name?: string } {
  const [, , word, subject = ""] = SUBJECT.exec(rest) ?? [];
  // A chat channel follows ` via ` too, and behind it stands somebody who is not named.
  if (word === "via") return { by: MACHINE.test(` ${subject}`) ? "automation" : "unknown" };
  if (word !== "by") return { by: "unknown" };
  return subject === "[unknown]" ? { by: "person" } : { by: "person", name: subject };
}

function readEscalation(step: string | undefined, rest: string): Said {
  const level = step === undefined ? {} : { level: Number(step) };
  if (/\bmanual escalation\b/.test(rest)) {
    const subject = subjectOf(rest.replace(/^.*\bmanual escalation ?/, ""));
    return { kind: "escalated", ...level, ...subject, by: "person" };
  }
  if (/\bautomatically\b/.test(rest)) return { kind: "escalated", ...level, by: "automation", how: "timeout" };
  if (step === "1" && !/policy repeat|being deleted/.test(rest)) {
    return { none: "the first step of the policy: the page begins with it" };
  }
  return { kind: "escalated", ...level, ...subjectOf(rest.replace(/^(?:\(policy repeat\)|due to .*?deleted) ?/, "")) };
}

function readNotice(receiver: string, way: string): Said {
  const channel = channelIn(way);
  const isPerson = receiver !== "[unknown]" && !receiver.startsWith("#");
  return { kind: "notified", by: "automation", channel, ...(isPerson ? { name: receiver } : {}) };
}

function reasonOf(words: string): string {
  if (words.startsWith("Suppressed duplicate")) return "a repeat of the page that is open";
  if (words.startsWith("Escalation requested")) return "the escalation itself has an entry of its own";
  if (words.startsWith("No notification sent")) return "nobody was notified";
  if (words.startsWith("Policy updated")) return "the policy was changed, nobody acted on the page";
  return "not words that we know";
}
