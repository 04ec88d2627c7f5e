import type { PageEvent } from "@/lib/model/page-event";
import type { CopyValue } from "./copy-in";

export const EVENT_COLUMNS = [
  "workspace_id",
  "page_id",
  "at",
  "kind",
  "event_key",
  "by",
  "account_id",
  "to_account_ids",
  "channel",
  "level",
  "note",
  "state",
  "how",
  "merged_into",
  "facts",
  "at_receipt",
  "origin_id",
  "record_no",
  "place",
] as const;

/** An event with its people as accounts, and where it came from. */
export type StagedEvent = {
  originId: string;
  pageId: string;
  event: PageEvent;
  recordNo: number;
  place: string;
};

export function eventRow(workspaceId: number, { originId, pageId, event, recordNo, place }: StagedEvent): CopyValue[] {
  return [
    workspaceId,
    pageId,
    new Date(event.at),
    event.kind,
    event.eventKey,
    event.by,
    event.person,
    event.to && event.to.length > 0 ? event.to : null,
    event.channel,
    event.level,
    event.note,
    event.state,
    event.how,
    event.mergedInto,
    event.facts && JSON.stringify(event.facts),
    event.atReceipt,
    originId,
    recordNo,
    place,
  ];
}

export type EventRecord = {
  page_id: string;
  provider: string;
  page_key: string;
  at: Date;
  kind: PageEvent["kind"];
  event_key: string;
  by: PageEvent["by"];
  account_id: string | null;
  to_account_ids: string[] | null;
  channel: PageEvent["channel"] | null;
  level: number | null;
  note: string | null;
  state: PageEvent["state"] | null;
  how: string | null;
  at_receipt: boolean | null;
  merged_into: string | null;
  facts: PageEvent["facts"] | null;
};

/** The way back: a stored row as the event that it was. */
export function eventOf(row: EventRecord): PageEvent {
  return {
    provider: row.provider,
    pageKey: row.page_key,
    eventKey: row.event_key,
    kind: row.kind,
    at: row.at.getTime(),
    by: row.by,
    ...(row.account_id !== null && { person: row.account_id }),
    ...(row.to_account_ids !== null && { to: row.to_account_ids }),
    ...(row.channel && { channel: row.channel }),
    ...(row.level !== null && { level: row.level }),
    ...(row.note !== null && { note: row.note }),
    ...(row.state && { state: row.state }),
    ...(row.at_receipt && { atReceipt: true as const }),
    ...(row.how !== null && { how: row.how }),
    ...(row.merged_into !== null && { mergedInto: row.merged_into }),
    ...(row.facts && { facts: row.facts }),
  };
}
