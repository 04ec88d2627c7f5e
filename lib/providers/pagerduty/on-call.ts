import { LEVEL_NOT_TOLD, type ToldShift } from "@/lib/model/on-call";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { isZone } from "@/lib/providers/read-time";
import { shiftTimes, toldShifts } from "@/lib/providers/told-shift";
import { nameOf, numberOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";

/** `GET /oncalls`: who is asked at which step of an escalation policy. */
export const oncalls: JsonFormat = {
  shape: "json",
  id: "pagerduty-oncalls",
  label: "PagerDuty on-call entries (JSON)",
  matches: (value) => objectOf(value)?.escalation_level !== undefined,
  read: (value, context) => readOncall(objectOf(value) ?? {}, context),
};

function readOncall(entry: Wire, { zone }: ReadContext): Outcome {
  const collector = new Collector(PROVIDER, { zone });
  const key = collector.person(entry.user);
  if (key === undefined) return rejected("an on-call entry without a user");
  const level = numberOf(entry.escalation_level);
  if (level === null || !Number.isInteger(level) || level < 1) return rejected("escalation_level is no level");
  if ((entry.start ?? null) === null || (entry.end ?? null) === null)
    return ignored("on call without a beginning or an end: it tells of the moment of the export only");
  const times = shiftTimes({ value: entry.start, name: "start" }, { value: entry.end, name: "end" }, collector.times);
  if ("wrong" in times) return rejected(times.wrong);
  const schedule = nameOf(entry.schedule) ?? nameOf(entry.escalation_policy) ?? null;
  return withPeople(collector, [
    { person: { provider: PROVIDER, key }, ...times, level, schedule, team: null, kind: "on-call-export" },
  ]);
}

/** `GET /schedules/{id}` with `since` and `until`: who had the schedule, overrides included. */
export const schedule: JsonFormat = {
  shape: "json",
  id: "pagerduty-schedule",
  label: "PagerDuty schedule with its entries (JSON)",
  matches: (value) => entriesOf(scheduleOf(value)) !== null,
  read: (value, context) => readSchedule(scheduleOf(value) ?? {}, context),
};

function scheduleOf(value: unknown): Wire | null {
  const object = objectOf(value);
  return (object && objectOf(object.schedule)) ?? object;
}

function entriesOf(schedule: Wire | null): readonly unknown[] | null {
  const entries = objectOf(schedule?.final_schedule)?.rendered_schedule_entries;
  return Array.isArray(entries) ? entries : null;
}

function readSchedule(schedule: Wire, context: ReadContext): Outcome {
  const own = textOf(schedule.time_zone);
  const collector = new Collector(PROVIDER, { zone: own !== undefined && isZone(own) ? own : context.zone });
  const entries = entriesOf(schedule) ?? [];
  if (entries.length === 0) return ignored("a schedule without entries: fetch it with since and until");
  const teams = objectsOf(schedule.teams);
  const shared = {
    level: LEVEL_NOT_TOLD,
    schedule: textOf(schedule.name) ?? textOf(schedule.summary) ?? textOf(schedule.id) ?? null,
    // Of several teams none can be said to be the one whose rota it is.
    team: teams.length === 1 ? (nameOf(teams[0]) ?? null) : null,
    kind: "schedule" as const,
  };
  const shifts = entries.flatMap((entry, index): ToldShift[] => {
    const told = readEntry(objectOf(entry) ?? {}, collector);
    if (!("wrong" in told)) return [{ ...told, ...shared }];
    collector.issues.push(`rendered_schedule_entries[${index}]: ${told.wrong}`);
    return [];
  });
  return shifts.length > 0 ? withPeople(collector, shifts) : rejected(collector.issues.join("; "));
}

function readEntry(entry: Wire, collector: Collector) {
  const times = shiftTimes({ value: entry.start, name: "start" }, { value: entry.end, name: "end" }, collector.times);
  if ("wrong" in times) return times;
  const key = collector.person(entry.user);
  return key === undefined ? { wrong: "names no user" } : { person: { provider: PROVIDER, key }, ...times };
}

function withPeople(collector: Collector, shifts: readonly ToldShift[]): Outcome {
  const told = collector.accepted();
  return told.outcome === "accepted" ? toldShifts(shifts, told.people, told.issues) : told;
}
