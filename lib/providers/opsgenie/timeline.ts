import { LEVEL_NOT_TOLD, type ToldShift } from "@/lib/model/on-call";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { shiftTimes, toldShifts } from "@/lib/providers/told-shift";
import { nameOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER, personOf } from "./account";
import { dataOf } from "./people-and-context";

/** `GET /v2/schedules/{id}/timeline`, and the one of Jira Service Management: who had the schedule, overrides included. */
export const timeline: JsonFormat = {
  shape: "json",
  id: "opsgenie-timeline",
  label: "Opsgenie timeline of a schedule (JSON)",
  matches: (value) => objectOf(dataOf(value)?.finalTimeline) !== null,
  read: (value, context) => readTimeline(dataOf(value) ?? {}, context),
};

function readTimeline(answer: Wire, { zone }: ReadContext): Outcome {
  const collector = new Collector(PROVIDER, { zone });
  const schedule = nameOf(answer._parent) ?? null;
  const periods = objectsOf(objectOf(answer.finalTimeline)?.rotations).flatMap((rotation, r) =>
    objectsOf(rotation.periods).map((period, p) => ({ period, place: `rotations[${r}].periods[${p}]` })),
  );
  const shifts = periods.flatMap(({ period, place }): ToldShift[] => {
    const people = peopleOf(period, collector);
    // A stretch that nobody has.
    if (people.length === 0) return [];
    const times = shiftTimes(
      { value: period.startDate, name: "startDate" },
      { value: period.endDate, name: "endDate" },
      collector.times,
    );
    if (!("wrong" in times))
      return people.map((key) => {
        const person = { provider: PROVIDER, key };
        return { person, ...times, level: LEVEL_NOT_TOLD, schedule, team: null, kind: "schedule" };
      });
    collector.issues.push(`${place}: ${times.wrong}`);
    return [];
  });
  if (shifts.length === 0 && collector.issues.length > 0) return rejected(collector.issues.join("; "));
  if (shifts.length === 0) return ignored("a timeline in which nobody is on call");
  const told = collector.accepted();
  return told.outcome === "accepted" ? toldShifts(shifts, told.people, told.issues) : told;
}

/** Keys of its people: of a user, or of the users that a team or an escalation stood for. Jira says `responder`. */
function peopleOf(period: Wire, collector: Collector): string[] {
  const asked = objectOf(period.recipient) ?? objectOf(period.responder);
  const users = asked?.type === "user" ? [asked] : objectsOf(period.flattenedRecipients).filter(isUser);
  return users.flatMap((user) => personOf({ id: user.id, username: textOf(user.name) }, collector) ?? []);
}

function isUser({ type }: Wire): boolean {
  return type === undefined || type === "user";
}
