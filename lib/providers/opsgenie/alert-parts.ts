import { channelIn } from "@/lib/providers/channel-in";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { doerNamed, PROVIDER, personOf } from "./account";

type Added = "added" | "nothing" | { wrong: string };
type Part = { what: string; is: (value: Wire) => boolean; add: typeof addRecipient };

/** Adds who was notified. A recipient who was not active got no message. */
export function addRecipient(part: Wire, pageKey: string, place: string, collector: Collector): Added {
  const person = personOf(objectOf(part.user) ?? {}, collector);
  if (person === undefined || textOf(part.state)?.toLowerCase() === "notactive") return "nothing";
  const at = collector.time(part.createdAt, `${place}createdAt`);
  if (at === null) return { wrong: missing(part, place, collector) };
  // Words of actions, such as `Acknowledge`, tell no channel.
  const channel = channelIn(textOf(part.method));
  collector.snapshot("rest", { pageKey, kind: "notified", at, by: "automation", person, channel });
  return "added";
}

export function addNote(part: Wire, pageKey: string, place: string, collector: Collector): Added {
  const at = collector.time(part.createdAt, `${place}createdAt`);
  if (at === null) return { wrong: missing(part, place, collector) };
  const doer = doerNamed(part.owner, undefined, collector);
  collector.snapshot("rest", { pageKey, kind: "annotated", at, ...doer, note: textOf(part.note) });
  return "added";
}

/** The log is prose. Only how it tells an acknowledgement is known; everything else is no act that can be read. */
export function addLog(part: Wire, pageKey: string, place: string, collector: Collector): Added {
  if (!/^alert acknowledged\b/i.test(textOf(part.log) ?? "")) return "nothing";
  const at = collector.time(part.createdAt, `${place}createdAt`);
  if (at === null) return { wrong: missing(part, place, collector) };
  collector.snapshot("rest", { pageKey, kind: "acknowledged", at, ...doerNamed(part.owner, undefined, collector) });
  return "added";
}

/** Says why a time is not there; one that cannot be read has already been said. */
function missing(part: Wire, place: string, collector: Collector): string {
  const why = missingTime(part.createdAt, `${place}createdAt`, collector.times);
  if (textOf(part.createdAt) === undefined) collector.issues.push(why);
  return why;
}

const PARTS: Readonly<Record<"recipients" | "notes" | "logs", Part>> = {
  recipients: {
    what: "a recipient who was not active: no message is told",
    is: (value) => objectOf(value.user) !== null && value.state !== undefined && value.method !== undefined,
    add: addRecipient,
  },
  notes: {
    what: "a note without text",
    is: (value) => value.note !== undefined && value.createdAt !== undefined && value.offset !== undefined,
    add: addNote,
  },
  logs: {
    what: "a line of the activity log whose words are not known to be an act",
    is: (value) => value.log !== undefined && value.createdAt !== undefined && value.owner !== undefined,
    add: addLog,
  },
};

function partFormat(id: keyof typeof PARTS, label: string): JsonFormat {
  const { is, add, what } = PARTS[id];
  return {
    shape: "json",
    id: `opsgenie-${id}`,
    label: `Opsgenie ${label} (JSON)`,
    matches: (value) => {
      const object = objectOf(value);
      return object !== null && is(object);
    },
    envelope: ["alertId"],
    read: (value, context) => readPart(objectOf(value) ?? {}, context, add, what),
  };
}

/** The alert is named in the address the list was fetched from, and here only if the fetcher wrote it down. */
function readPart(part: Wire, { zone, envelope }: ReadContext, add: Part["add"], what: string): Outcome {
  const pageKey = textOf(part.alertId) ?? textOf(envelope?.get("alertId"));
  if (pageKey === undefined) return ignored("names no alert: that stands only in the address it was fetched from");
  const collector = new Collector(PROVIDER, { zone });
  const added = add(part, pageKey, "", collector);
  if (added === "nothing") return ignored(what);
  return added === "added" ? collector.accepted() : rejected(added.wrong);
}

export const partFormats: readonly JsonFormat[] = [
  partFormat("recipients", "alert recipients"),
  partFormat("notes", "alert notes"),
  partFormat("logs", "alert logs"),
];
