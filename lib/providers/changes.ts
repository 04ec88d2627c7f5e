import { readChangeEvent } from "./change-event";
import { type ChangeField, changeFieldOf, changeKindOf, readChange, type ToldChange } from "./changes/read-change";
import type { CsvFormat, CsvHeader, JsonFormat, Provider } from "./provider";
import { lacksZone } from "./read-time";
import { objectOf, textOf, type Wire } from "./wire";

/** Of a JSON object, by whatever spelling. */
function toldBy(value: unknown): ToldChange {
  const members = new Map<ChangeField, unknown>();
  for (const [name, member] of Object.entries(objectOf(value) ?? {})) {
    const field = changeFieldOf(name);
    if (field !== null && !members.has(field)) members.set(field, member);
  }
  return (field) => members.get(field);
}

const needsZone = (told: ToldChange) => lacksZone(told("starts_at")) || lacksZone(told("ends_at"));

const json: JsonFormat = {
  shape: "json",
  id: "changes-json",
  label: "Changes (JSON)",
  matches: (value) => {
    const told = toldBy(value);
    return changeKindOf(told("kind")) !== null && (told("starts_at") ?? told("cancelled")) !== undefined;
  },
  needsZone: (value) => needsZone(toldBy(value)),
  read: (value, context) => readChange(toldBy(value), context),
};

/** What is sent to PagerDuty's Events API v2, sent here as well. */
const sentToPagerDuty: JsonFormat = {
  shape: "json",
  id: "changes-pagerduty-v2",
  label: "PagerDuty change events v2 (JSON)",
  matches: (value) => isChangeEvent(objectOf(value)),
  read: (value, context) => {
    const event = objectOf(value) ?? {};
    const { summary, timestamp, custom_details: details } = objectOf(event.payload) ?? {};
    return readChangeEvent({ id: undefined, summary, timestamp, details, links: event.links, services: [] }, context);
  },
};

function isChangeEvent(value: Wire | null): boolean {
  if (textOf(value?.routing_key) === undefined || value?.event_action !== undefined) return false;
  return objectOf(value?.payload)?.summary !== undefined;
}

function namesNoTime(value: unknown): boolean {
  return toldBy(value)("starts_at") === undefined && objectOf(objectOf(value)?.payload)?.timestamp === undefined;
}

/** What comes to the address of a change feed is meant as a change: what it lacks is said. */
const meant: JsonFormat = {
  ...json,
  id: "changes-meant",
  label: "Changes that lack something (JSON)",
  isGuest: true,
  matches: (value) => objectOf(value) !== null,
};

function columnsOf({ raw }: CsvHeader): (ChangeField | null)[] {
  return raw.map(changeFieldOf);
}

const csv: CsvFormat = {
  shape: "csv",
  id: "changes-csv",
  label: "Changes (CSV)",
  needs: "kind, starts_at, title",
  matches: (header) => {
    const columns = columnsOf(header);
    return columns.includes("kind") && columns.includes("starts_at");
  },
  columns: columnsOf,
  needsZone: (header, rows) => {
    const columns = columnsOf(header);
    const at =
      (cells: readonly string[]): ToldChange =>
      (field) =>
        cells[columns.indexOf(field)];
    return rows.some((cells) => needsZone(at(cells)));
  },
  reader: (header, context) => {
    const columns = columnsOf(header);
    return (cells) => readChange((field) => cells[columns.indexOf(field)], context);
  },
};

/** What was done on purpose, told by whatever does it: deploys, configuration, maintenance, scaling, drills. */
export const changes: Provider = {
  id: "changes",
  label: "Changes of any tool",
  formats: [json, sentToPagerDuty, csv, meant],
  webhook: {
    signature: null,
    canSetHeader: true,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    deliveryKey: () => null,
    isTimeless: (body) => (Array.isArray(body) ? body : [body]).some(namesNoTime),
    setUp: [
      "Have the tool POST JSON to {url}, one object or a list of them.",
      "Set the header Authorization to Bearer {secret}.",
      `As the last step of a pipeline, for example:

curl --fail --header "Authorization: Bearer {secret}" --json '{"id": "build-4711", "kind": "deploy", "service": "checkout", "environment": "production", "title": "checkout 4.2"}' {url}`,
      "Add starts_at and ends_at where they are known; without starts_at the moment of receipt is taken.",
      "kind is deploy, config, rule-edit, maintenance, scale or drill. A later object with the same id replaces the earlier one.",
    ],
  },
};
