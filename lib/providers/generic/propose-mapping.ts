import { MAPPED_FIELDS, type MappedField, type Mapping } from "@/lib/model/mapping";
import { normaliseHeader } from "@/lib/providers/csv-records";
import { readTime } from "@/lib/providers/read-time";

/** A column or path of members, and the different values seen in it. */
export type SeenColumn = { name: string; values: readonly string[] };

/** Names in many tools, without blanks and signs, the surer first. */
const NAMES: Readonly<Record<MappedField, string>> = {
  page: "pageid page incidentid alertid incident alert incidentnumber alertnumber caseid ticketid ticket eventid alertno incidentno pageno caseno ticketno alertref case id uid uuid key number no ref reference",
  title:
    "title summary alertname incidenttitle alerttitle subject headline name problem description message text check alert incident",
  service: "service servicename affectedservice application app component system entity hostname host source module",
  team: "team teamname assignmentgroup ownerteam responderteam squad group department",
  urgency: "urgency importance",
  priority: "priority priorityname prio severity sev level impact",
  rule: "rule ruleid rulename alertrule monitorid monitor monitorname checkid",
  dedup: "dedup dedupkey deduplicationkey alias fingerprint incidentkey alertkey correlationid",
  link: "link url href permalink htmlurl weburl",
  triggeredAt:
    "triggeredat triggered triggertime triggeredon openedat opened openedon createdat created createdon createtime creationtime creationdate createddate createdtime startedat started starttime startsat startdate start firedat firedon raisedat raised reportedat reported begin beginat alerttime pagetime occurredat timestamp datetime time date at",
  acknowledgedAt:
    "acknowledgedat acknowledgedon acknowledgedtime acknowledgetime acknowledgementtime ackedat ackat acktime acked acknowledged firstack firstacknowledgedat ack respondedat",
  resolvedAt:
    "resolvedat resolvedon resolvedtime resolvetime resolved closedat closedon closedtime closetime closed endedat endtime endsat enddate ended end recoveredat recoverytime fixedat finishedat completedat",
  secondsToAcknowledge:
    "secondstoacknowledge secondstofirstack secondstoack secstoack secstoacknowledge timetoacknowledge timetofirstack timetoack tta ttack mtta ackseconds",
  secondsToResolve:
    "secondstoresolve secstoresolve timetoresolve timetoresolution ttr mttr durationseconds durationsec duration",
  notifiedPerson:
    "notifiedperson notifiedpeople notifiedpersons notifieduser notifiedusers notified pagedperson pageduser pagedusers paged recipient recipients responder responders oncallengineer oncallperson oncall assignedto assigneduser assignee assignees engineer owner",
  notifiedAt: "notifiedat notifiedon pagedat pagedon notificationtime notifytime sentat",
  channel: "channel notificationchannel contactmethod method medium via",
  acknowledgedBy:
    "acknowledgedby acknowledgedbyuser acknowledgedbyname ackedby ackby ackuser acknowledger acknowledgedperson",
  resolvedBy: "resolvedby resolvedbyuser resolvedbyname closedby resolver fixedby completedby endedby",
  note: "note notes comment comments resolutionnotes resolutionnote rootcause remarks",
  kind: "kind eventtype eventkind event action activity transition what type",
  at: "at occurredat eventtime eventat timestamp datetime time when loggedat createdat date",
  by: "by actor user username agent who person performedby doneby changedby author",
};

const TIMES: readonly MappedField[] = ["triggeredAt", "acknowledgedAt", "resolvedAt", "notifiedAt", "at"];
/** Fields of rows that are one event each. */
const EVENT_ONLY: readonly MappedField[] = ["kind", "at", "by"];
/** Fields of rows about a whole page. */
const PAGE_ONLY: readonly MappedField[] = [
  "triggeredAt",
  "acknowledgedAt",
  "resolvedAt",
  "secondsToAcknowledge",
  "secondsToResolve",
  "notifiedAt",
];

/** Columns that only a row about a whole page has. */
const ENDS: readonly MappedField[] = ["acknowledgedAt", "resolvedAt", "secondsToAcknowledge", "secondsToResolve"];

/** Their words for ours, for a proposal that people confirm. */
const WORDS: Readonly<Record<"kind" | "urgency" | "channel" | "by", Readonly<Record<string, string>>>> = {
  kind: {
    triggered: "triggered trigger opened open created create firing fired alert raised started problem alerting new",
    notified: "notified notify notification paged page sent",
    acknowledged: "acknowledged acknowledge ack acked acknowledgement",
    unacknowledged: "unacknowledged unacknowledge unack unacked",
    escalated: "escalated escalate escalation",
    reassigned: "reassigned reassign assigned assign",
    snoozed: "snoozed snooze",
    annotated: "annotated annotate note comment commented noted",
    resolved: "resolved resolve closed close ok recovered recovery cleared ended solved",
    reopened: "reopened reopen",
  },
  urgency: { high: "high urgent critical", low: "low minor" },
  channel: {
    push: "push app pushnotification mobile",
    sms: "sms text textmessage",
    phone: "phone call voice phonecall voicecall",
    email: "email mail",
    chat: "chat slack teams msteams",
  },
  by: { automation: "automation auto automatic automatically system monitor monitoring bot api timeout" },
};

const LONGEST_NAME = 200;
const LONGEST_WORD = 40;

/** How the columns of a file are probably to be read, by their names and what stands in them. For people to confirm. */
export function proposeMapping(shape: Mapping["shape"], seen: readonly SeenColumn[]): Mapping {
  const columns = seen.filter(({ name }) => name.length <= LONGEST_NAME).map(named);
  const has = (field: MappedField): boolean => columnOf(field, columns) !== null;
  const isEvents = has("kind") && has("at") && !ENDS.some(has);
  const fields: Partial<Record<MappedField, string>> = {};
  const free = new Set(columns);
  for (const field of isEvents ? EVENT_FIELDS : PAGE_FIELDS) {
    const column = columnOf(field, [...free]);
    if (!column) continue;
    fields[field] = column.name;
    free.delete(column);
  }
  return { shape, fields, zone: null, values: valuesOf(fields, columns) };
}

const PAGE_FIELDS = MAPPED_FIELDS.filter((field) => !EVENT_ONLY.includes(field));
/** What every row must tell comes first, so that nothing else takes its column. */
const EVENT_FIELDS = [
  ...EVENT_ONLY,
  ...MAPPED_FIELDS.filter((field) => ![...EVENT_ONLY, ...PAGE_ONLY].includes(field)),
];

/** `alert.createdAt` is whole `alertcreatedat`, and its last part is `createdat`. */
type Named = SeenColumn & { whole: string; last: string };

function named(column: SeenColumn): Named {
  const { name } = column;
  return { ...column, whole: compact(name), last: compact(name.slice(name.lastIndexOf(".") + 1)) };
}

function columnOf(field: MappedField, columns: readonly Named[]): Named | null {
  for (const wanted of NAMES[field].split(" ")) {
    const found = columns.find((column) => isCalled(wanted, field, column) && fits(field, column));
    if (found) return found;
  }
  return null;
}

/** `user.id` is no page's id. */
function isCalled(wanted: string, field: MappedField, { whole, last }: Named): boolean {
  return whole === wanted || (field !== "page" && last === wanted);
}

function compact(name: string): string {
  return normaliseHeader(name).replaceAll("_", "");
}

/** Whether what stands in a column can be what its name says: `resolved` may be a time, or yes and no. */
function fits(field: MappedField, { values }: SeenColumn): boolean {
  if (values.length === 0) return field !== "kind";
  if (field === "page") return values.every((value) => !/\s/.test(value));
  if (field === "kind") return values.some((value) => wordFor("kind", value) !== null);
  if (TIMES.includes(field)) return values.some((value) => isTime(value));
  return !FREE_OF_TIMES.includes(field) || !values.every((value) => isTime(value) && !/^\d+$/.test(value));
}

const FREE_OF_TIMES: readonly MappedField[] = ["notifiedPerson", "acknowledgedBy", "resolvedBy", "title", "note"];

function isTime(value: string): boolean {
  const read = readTime(value, { zone: "UTC", localAbbreviations: true });
  return read !== null && "at" in read;
}

function valuesOf(fields: Mapping["fields"], columns: readonly SeenColumn[]): Mapping["values"] {
  const values: Partial<Record<MappedField, Record<string, string>>> = {};
  for (const field of ["kind", "urgency", "channel"] as const) note(values, field, seenIn(columns, fields[field]));
  const doers = [fields.by, fields.acknowledgedBy, fields.resolvedBy].flatMap((name) => seenIn(columns, name));
  note(values, "by", doers);
  return values;
}

function seenIn(columns: readonly SeenColumn[], name: string | undefined): readonly string[] {
  return columns.find((column) => column.name === name)?.values ?? [];
}

function note(
  values: Partial<Record<MappedField, Record<string, string>>>,
  field: keyof typeof WORDS,
  seen: readonly string[],
): void {
  const found = seen.flatMap((value) => {
    const ours = wordFor(field, value);
    return ours === null || ours === value.trim().toLowerCase() ? [] : [[value, ours] as const];
  });
  if (found.length > 0) values[field] = Object.fromEntries(found);
}

function wordFor(field: keyof typeof WORDS, value: string): string | null {
  if (value.length > LONGEST_WORD) return null;
  const wanted = compact(value);
  return Object.entries(WORDS[field]).find(([, theirs]) => theirs.split(" ").includes(wanted))?.[0] ?? null;
}
