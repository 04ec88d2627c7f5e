import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { CHANGE_KINDS, type ChangeTelling } from "@/lib/model/change";
import { at, id, oneOf, workspaceId } from "./columns";

/** What records said of changes. A row is never edited: `changes` is their fold. */
export const changeTellings = pgTable(
  "change_tellings",
  {
    workspaceId: workspaceId(),
    sourceId: id("source_id").notNull(),
    /** The feed's id of what was done. */
    tellingKey: text("telling_key").notNull(),
    /** Hash of what was said: told once more it is a repetition. */
    contentKey: text("content_key").notNull(),
    /** The import or delivery, and the place in it. */
    originId: id("origin_id").notNull(),
    recordNo: integer("record_no").notNull(),
    place: text("place").notNull(),
    /** When it was true; where the record does not say so, when it came. */
    toldAt: at("told_at").notNull(),
    /** False of a repetition: it takes the place of the first when that is taken back. */
    isFirst: boolean("is_first").notNull(),
    told: jsonb("told").$type<ChangeTelling>().notNull(),
  },
  (t) => [
    primaryKey({
      name: "change_tellings_pk",
      columns: [t.workspaceId, t.sourceId, t.tellingKey, t.contentKey, t.originId],
    }),
    index("change_tellings_origin").on(t.workspaceId, t.originId),
  ],
);

/** Things done on purpose, one row for each key of a source: the latest word on it. */
export const changes = pgTable(
  "changes",
  {
    workspaceId: workspaceId(),
    sourceId: id("source_id").notNull(),
    changeKey: text("change_key").notNull(),
    /** Names it in addresses. */
    id: id("id").notNull(),
    tellingKey: text("telling_key").notNull(),
    kind: text("kind", { enum: CHANGE_KINDS }).notNull(),
    startsAt: at("starts_at").notNull(),
    endsAt: at("ends_at"),
    service: text("service"),
    team: text("team"),
    environment: text("environment"),
    rule: text("rule"),
    title: text("title").notNull(),
    url: text("url"),
    by: text("by"),
    isRollback: boolean("is_rollback").notNull(),
    /** Of the latest word. */
    originId: id("origin_id").notNull(),
    place: text("place").notNull(),
  },
  (t) => [
    primaryKey({ name: "changes_pk", columns: [t.workspaceId, t.sourceId, t.changeKey] }),
    unique("changes_id").on(t.workspaceId, t.id),
    index("changes_telling").on(t.workspaceId, t.sourceId, t.tellingKey),
    index("changes_started").on(t.workspaceId, t.startsAt),
    index("changes_ended").on(t.workspaceId, sql`coalesce(ends_at, starts_at)`),
    check("changes_kind", sql.raw(oneOf("kind", CHANGE_KINDS))),
  ],
);
