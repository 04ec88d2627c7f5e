import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { LINES } from "@/lib/model/page";
import { CHANNELS } from "@/lib/model/page-event";
import { at, id, oneOf, workspaceId } from "./columns";

/** One message to one person on one channel: part of a page's fold, laid out by person. */
export const notifications = pgTable(
  "notifications",
  {
    workspaceId: workspaceId(),
    personId: id("person_id").notNull(),
    at: at("at").notNull(),
    pageId: id("page_id").notNull(),
    channel: text("channel", { enum: CHANNELS }).notNull(),
    /** From an assignment, because the page has no notification of its own. */
    estimated: boolean("estimated").notNull(),
    /** First line, or escalated or reassigned to them; null = nothing tells. */
    line: text("line", { enum: LINES }),
  },
  (t) => [
    primaryKey({ name: "notifications_pk", columns: [t.workspaceId, t.personId, t.at, t.pageId, t.channel] }),
    index("notifications_page").on(t.workspaceId, t.pageId),
    check("notifications_line", sql.raw(oneOf("line", LINES))),
  ],
);
