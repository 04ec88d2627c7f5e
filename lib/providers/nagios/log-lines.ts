import type { Channel } from "@/lib/model/page-event";
import { channelIn } from "@/lib/providers/channel-in";

/** A line of the log taken apart; `fields` are those that its kind has, the last one with all that follows. */
export type LogLine =
  | { kind: "alert"; of: NagiosObject; state: string; isHard: boolean; output: string }
  | { kind: "notification"; of: NagiosObject; contact: string; about: string; state: string; channel: Channel }
  | { kind: "command"; name: string; args: string }
  | { kind: "none"; why: string }
  | { kind: "wrong"; why: string };

/** A host, or one of its services. */
export type NagiosObject = { host: string; service: string | null };

const LINE = /^\[(\d{9,11})\] (.*)$/;
const ENTRY = /^((?:SERVICE|HOST) (?:ALERT|NOTIFICATION)|EXTERNAL COMMAND): (.*)$/;
/** What tells a log of this kind from any other that has seconds in brackets. */
const KNOWN =
  /^(?:(?:SERVICE|HOST) (?:ALERT|NOTIFICATION|DOWNTIME ALERT|FLAPPING ALERT|EVENT HANDLER)|(?:CURRENT|INITIAL) (?:SERVICE|HOST) STATE|EXTERNAL COMMAND|TIMEPERIOD TRANSITION|LOG ROTATION|LOG VERSION|PASSIVE (?:SERVICE|HOST) CHECK): /;

const WHY: readonly (readonly [RegExp, string])[] = [
  [/^(?:CURRENT|INITIAL) (?:SERVICE|HOST) STATE:/, "the state at the beginning of a log, no change"],
  [/^TIMEPERIOD TRANSITION:/, "a time period begins or ends, nobody was paged"],
  [/^(?:SERVICE|HOST) DOWNTIME ALERT:/, "planned work begins or ends, nobody was paged"],
  [/^(?:SERVICE|HOST) FLAPPING ALERT:/, "Nagios thinks that it flaps, nobody was paged"],
  [/^(?:SERVICE|HOST) EVENT HANDLER:/, "a command of the machine's own, nobody was paged"],
  [/^PASSIVE (?:SERVICE|HOST) CHECK:/, "a result of a check, nobody was paged"],
];

/** Seconds since 1970 as written and the rest; null where the line has no time. */
export function splitLine(line: string): { seconds: string; text: string } | null {
  const [, seconds, text] = LINE.exec(line.trim()) ?? [];
  return seconds === undefined || text === undefined ? null : { seconds, text };
}

export function isLogOfNagios(lines: readonly string[]): boolean {
  const timed = lines.flatMap((line) => splitLine(line) ?? []);
  return timed.length * 2 > lines.length && timed.some(({ text }) => KNOWN.test(text));
}

export function readLogText(text: string): LogLine {
  const [, entry, rest = ""] = ENTRY.exec(text) ?? [];
  if (entry === undefined) return { kind: "none", why: `${named(text)}: ${reasonOf(text)}` };
  if (entry === "EXTERNAL COMMAND") {
    const [name = "", args = ""] = fieldsOf(rest, 2) ?? [rest];
    return { kind: "command", name, args };
  }
  const ofService = entry.startsWith("SERVICE");
  const isAlert = entry.endsWith("ALERT");
  const count = (ofService ? 1 : 0) + 5;
  const fields = fieldsOf(rest, count);
  if (!fields) {
    return { kind: "wrong", why: `${entry} has ${rest.split(";").length} fields, fewer than ${count}` };
  }
  return isAlert ? alertOf(fields, ofService) : notificationOf(fields, ofService);
}

/** So many fields and no more: the output of a check may hold semicolons. Null where there are fewer. */
export function fieldsOf(text: string, count: number): readonly string[] | null {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < count - 1) {
    const to = text.indexOf(";", from);
    if (to < 0) return null;
    fields.push(text.slice(from, to));
    from = to + 1;
  }
  return [...fields, text.slice(from)];
}

function alertOf(fields: readonly string[], ofService: boolean): LogLine {
  const [host = "", service = ""] = fields;
  const [state = "", type = "", , output = ""] = fields.slice(ofService ? 2 : 1);
  return { kind: "alert", of: { host, service: ofService ? service : null }, state, isHard: type === "HARD", output };
}

/** `CRITICAL`, or what it is about with the state in brackets: `ACKNOWLEDGEMENT (CRITICAL)`. */
function notificationOf(fields: readonly string[], ofService: boolean): LogLine {
  const [contact = "", host = "", service = ""] = fields;
  const [written = "", command = ""] = fields.slice(ofService ? 3 : 2);
  const [, about, inner] = /^([A-Z]+) \((.+)\)$/.exec(written) ?? [];
  const state = inner ?? written;
  return {
    kind: "notification",
    of: { host, service: ofService ? service : null },
    contact,
    about: about ?? (isWell(state) ? "RECOVERY" : "PROBLEM"),
    state,
    // People name these commands themselves: `notify-service-by-email` is the one that Nagios brings along.
    channel: channelIn(command),
  };
}

export function isWell(state: string): boolean {
  return state === "OK" || state === "UP";
}

function named(text: string): string {
  return KNOWN.exec(text)?.[0].slice(0, -2) ?? JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function reasonOf(text: string): string {
  return WHY.find(([pattern]) => pattern.test(text))?.[1] ?? "a message of the program's own, nobody was paged";
}
