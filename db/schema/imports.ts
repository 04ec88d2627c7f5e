import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { IMPORT_STATES, type Preview } from "@/lib/contract/sources";
import type { Mapping } from "@/lib/model/mapping";
import { at, count, id, oneOf, workspaceId } from "./columns";

/** One file and its ledger: received = stored + duplicate + ignored + rejected. */
export const imports = pgTable(
  "imports",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    fileName: text("file_name").notNull(),
    /** Where its bytes lie, below the data folder. */
    path: text("path").notNull(),
    bytes: count("bytes").notNull(),
    sha256: text("sha256").notNull(),
    state: text("state", { enum: IMPORT_STATES }).notNull(),
    preview: jsonb("preview").$type<Preview>(),
    error: text("error"),
    zone: text("zone"),
    /** The source it belongs to: chosen, or the one of its provider's files. Null before it is started. */
    sourceId: id("source_id"),
    /** Local date of its start in the workspace's zone: the day of its ledger. */
    day: date("day"),
    /** How the generic provider reads it. */
    mapping: jsonb("mapping").$type<Mapping>(),
    sample: boolean("sample").notNull().default(false),
    /** It tells of somebody who was erased: its file goes as soon as it has ended. */
    namesErased: boolean("names_erased").notNull().default(false),
    /** Records that are settled; a resumed import skips them. */
    received: integer("received").notNull().default(0),
    stored: integer("stored").notNull().default(0),
    duplicate: integer("duplicate").notNull().default(0),
    ignored: integer("ignored").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    issues: integer("issues").notNull().default(0),
    ignoredReasons: jsonb("ignored_reasons").$type<Record<string, number>>().notNull().default({}),
    bytesRead: count("bytes_read").notNull().default(0),
    /** Pages it told of, counted when it ended. */
    pages: integer("pages").notNull().default(0),
    firstPageAt: at("first_page_at"),
    lastPageAt: at("last_page_at"),
    userId: id("user_id"),
    createdAt: at("created_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    undoneAt: at("undone_at"),
  },
  (t) => [
    primaryKey({ name: "imports_pk", columns: [t.workspaceId, t.id] }),
    index("imports_sha256").on(t.workspaceId, t.sha256),
    check("imports_state", sql.raw(oneOf("state", IMPORT_STATES))),
    check("imports_ledger", sql`received = stored + duplicate + ignored + rejected`),
  ],
);

/** Records that were ignored or could not be read, and parts that were left out of accepted ones. */
export const rejections = pgTable(
  "rejections",
  {
    workspaceId: workspaceId(),
    /** The import or the delivery. */
    originId: id("origin_id").notNull(),
    /** Place in the order of the file or body. */
    no: count("no").notNull(),
    kind: text("kind", { enum: ["rejected", "ignored", "part"] }).notNull(),
    place: text("place").notNull(),
    line: integer("line"),
    why: text("why").notNull(),
  },
  (t) => [primaryKey({ name: "rejections_pk", columns: [t.workspaceId, t.originId, t.no] })],
);
