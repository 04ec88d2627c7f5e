import { sql } from "drizzle-orm";
import { boolean, check, date, index, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { LINES } from "@/lib/model/page";
import { at, id, oneOf, workspaceId } from "./columns";

/** Actionable if any of its pages is, noise if all are, else unclear; `test` if all its pages are tests. */
export const INTERRUPTION_VERDICTS = ["actionable", "noise", "unclear", "test"] as const;

/** A chain of notifications to one person, counted once, in that person's own hours. */
export const interruptions = pgTable(
  "interruptions",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    at: at("at").notNull(),
    /** The page of its first notification: the one it is counted under. */
    pageId: id("page_id").notNull(),
    /** Of that page. */
    signatureId: id("signature_id").notNull(),
    /** How many pages it holds; nearly always one. */
    pageCount: smallint("page_count").notNull(),
    hourClass: text("hour_class", { enum: HOUR_CLASSES }).notNull(),
    localDate: date("local_date", { mode: "string" }).notNull(),
    localHour: smallint("local_hour").notNull(),
    hourStartedAt: at("hour_started_at").notNull(),
    night: date("night", { mode: "string" }),
    estimated: boolean("estimated").notNull(),
    verdict: text("verdict", { enum: INTERRUPTION_VERDICTS }),
    /** Of the night that it lies in: the longest rest that the interruptions around it left. Null by day. */
    restMinutes: smallint("rest_minutes"),
  },
  (t) => [
    primaryKey({ name: "interruptions_pk", columns: [t.workspaceId, t.personId, t.at] }),
    // With all that counting reads: interruptions of a week lie anywhere in the table.
    index("interruptions_date").on(
      t.workspaceId,
      t.localDate,
      t.signatureId,
      t.personId,
      t.hourClass,
      t.verdict,
      t.night,
      t.estimated,
    ),
    index("interruptions_at").on(t.workspaceId, t.at),
    index("interruptions_page").on(t.workspaceId, t.pageId),
    index("interruptions_signature").on(t.workspaceId, t.signatureId, t.localDate),
    check("interruptions_hour_class", sql.raw(oneOf("hour_class", HOUR_CLASSES))),
  ],
);

/** Every page of an interruption: those that rang loudly in it. */
export const interruptionPages = pgTable(
  "interruption_pages",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    at: at("at").notNull(),
    pageId: id("page_id").notNull(),
    /** By which line the page first rang loudly for the person; null = nothing tells. */
    line: text("line", { enum: LINES }),
    /** The first interruption of the person by the page: the page is counted on its date. */
    rangFirst: boolean("rang_first").notNull().default(false),
  },
  (t) => [
    primaryKey({ name: "interruption_pages_pk", columns: [t.workspaceId, t.personId, t.at, t.pageId] }),
    index("interruption_pages_page").on(t.workspaceId, t.pageId, t.personId),
    check("interruption_pages_line", sql.raw(oneOf("line", LINES))),
  ],
);
