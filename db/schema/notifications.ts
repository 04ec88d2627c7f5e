import { boolean, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { CHANNELS } from "@/lib/model/page-event";
import { at, id, workspaceId } from "./columns";

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
  },
  (t) => [
    primaryKey({ name: "notifications_pk", columns: [t.workspaceId, t.personId, t.at, t.pageId, t.channel] }),
    index("notifications_page").on(t.workspaceId, t.pageId),
  ],
);
