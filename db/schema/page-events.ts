import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
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
    personId: id("person_id"),
    toIds: id("to_ids").array(),
    channel: text("channel", { enum: CHANNELS }),
    level: smallint("level"),
    note: text("note"),
    state: text("state"),
    how: text("how"),
    mergedInto: text("merged_into"),
    facts: jsonb("facts").$type<PageFacts>(),
    /** The import that stored it first, and the place in its file. */
    importId: id("import_id"),
    recordNo: integer("record_no"),
    place: text("place"),
  },
  (t) => [
    primaryKey({ name: "page_events_pk", columns: [t.workspaceId, t.pageId, t.at, t.kind, t.eventKey] }),
    index("page_events_import").on(t.workspaceId, t.importId),
    check("page_events_kind", sql.raw(oneOf("kind", PAGE_EVENT_KINDS))),
    check("page_events_by", sql.raw(oneOf("by", ACTORS))),
  ],
);
