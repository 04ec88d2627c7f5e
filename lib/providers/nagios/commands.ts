import { fieldsOf, type NagiosObject } from "./log-lines";

/** What a command of a person's does to a problem, or why it does nothing to one. */
export type Command =
  | { kind: "acknowledged" | "annotated"; of: NagiosObject; author: string; comment: string }
  | { kind: "unacknowledged"; of: NagiosObject }
  | { kind: "none"; why: string }
  | { kind: "wrong"; why: string };

/** Fields before the author: sticky, notify and persistent; persistent alone; those of an acknowledgement that expires. */
const BEFORE_AUTHOR: Readonly<Record<string, number>> = {
  ACKNOWLEDGE_SVC_PROBLEM: 3,
  ACKNOWLEDGE_HOST_PROBLEM: 3,
  ACKNOWLEDGE_SVC_PROBLEM_EXPIRE: 4,
  ACKNOWLEDGE_HOST_PROBLEM_EXPIRE: 4,
  ADD_SVC_COMMENT: 1,
  ADD_HOST_COMMENT: 1,
};

export function readCommand(name: string, args: string): Command {
  if (/^SCHEDULE_.*_DOWNTIME$/.test(name)) return { kind: "none", why: plannedWork(name, args) };
  const names = /_SVC_/.test(name) ? 2 : 1;
  if (name === "REMOVE_SVC_ACKNOWLEDGEMENT" || name === "REMOVE_HOST_ACKNOWLEDGEMENT") {
    const fields = fieldsOf(args, names);
    return fields ? { kind: "unacknowledged", of: targetOf(fields, names) } : tooFew(name, names);
  }
  const before = Object.hasOwn(BEFORE_AUTHOR, name) ? BEFORE_AUTHOR[name] : undefined;
  if (before === undefined) return { kind: "none", why: `${name}: no act on a problem` };
  const fields = fieldsOf(args, names + before + 2);
  if (!fields) return tooFew(name, names + before + 2);
  const [author = "", comment = ""] = fields.slice(names + before);
  const kind = name.startsWith("ADD_") ? "annotated" : "acknowledged";
  return { kind, of: targetOf(fields, names), author, comment };
}

function targetOf([host = "", service = ""]: readonly string[], names: number): NagiosObject {
  return { host, service: names === 2 ? service : null };
}

function tooFew(name: string, count: number): Command {
  return { kind: "wrong", why: `${name} has fewer than ${count} fields` };
}

/** Where the times stand depends on whether a service is named. */
function plannedWork(name: string, args: string): string {
  const names = name === "SCHEDULE_SVC_DOWNTIME" ? 2 : 1;
  const fields = args.split(";");
  const what = fields.slice(0, names).join(";");
  const [start, end] = fields.slice(names, names + 2).map((text) => (/^\d{9,11}$/.test(text) ? Number(text) : null));
  if (start == null || end == null) return `${name}: planned work on ${what}, at times that cannot be read`;
  const when = `from ${isoOf(start)} to ${isoOf(end)}`;
  const doubt = end < start ? "; its end is before its start" : "";
  return `${name}: planned work on ${what} ${when}${doubt}`;
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
