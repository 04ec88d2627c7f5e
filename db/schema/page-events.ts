import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, type PageFacts } from "@/lib/model/page-event";
import { at, id, oneOf, workspaceId } from "./columns";

/** One timestamped thing a provider said. Immutable. */
export const pageEvents = pgTable(
  "page_events",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    at: at("at").notNull(),
    kind: text("kind", { enum: PAGE_EVENT_KINDS }).notNull(),
    /** The provider's id of the event, or a hash of what the record says. */
    eventKey: text("event_key").notNull(),
    by: text("by", { enum: ACTORS }).notNull(),
    /** The account (id of `identities`) who did it or was notified: whose person it is may change, the event not. */
    accountId: id("account_id"),
    toAccountIds: id("to_account_ids").array(),
    channel: text("channel", { enum: CHANNELS }),
    level: smallint("level"),
    note: text("note"),
    state: text("state"),
    how: text("how"),
    mergedInto: text("merged_into"),
    facts: jsonb("facts").$type<PageFacts>(),
    /** The body carried no time: `at` is when it was received. */
    atReceipt: boolean("at_receipt"),
    /** The import or delivery that stored it first, and the place in it. */
    originId: id("origin_id"),
    recordNo: integer("record_no"),
    place: text("place"),
  },
  (t) => [
    primaryKey({ name: "page_events_pk", columns: [t.workspaceId, t.pageId, t.at, t.kind, t.eventKey] }),
    index("page_events_origin").on(t.workspaceId, t.originId),
    check("page_events_kind", sql.raw(oneOf("kind", PAGE_EVENT_KINDS))),
    check("page_events_by", sql.raw(oneOf("by", ACTORS))),
  ],
);

/** Another import or delivery told the same event: it takes the event over when the first one is undone. */
export const eventRepeats = pgTable(
  "event_repeats",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    at: at("at").notNull(),
    kind: text("kind", { enum: PAGE_EVENT_KINDS }).notNull(),
    eventKey: text("event_key").notNull(),
    originId: id("origin_id").notNull(),
    recordNo: integer("record_no").notNull(),
    place: text("place").notNull(),
  },
  (t) => [
    primaryKey({
      name: "event_repeats_pk",
      columns: [t.workspaceId, t.pageId, t.at, t.kind, t.eventKey, t.originId],
    }),
    index("event_repeats_origin").on(t.workspaceId, t.originId),
  ],
);
