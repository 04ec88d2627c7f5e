import { sql } from "drizzle-orm";
import { check, date, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { SHARED_KINDS, type SharedThing } from "@/lib/model/shared-thing";
import { at, id, oneOf, workspaceId } from "./columns";

/** What somebody without an account may open, until it ends. The SHA-256 of 256 random bits. */
export const shareLinks = pgTable(
  "share_links",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    tokenHash: text("token_hash").notNull(),
    kind: text("kind", { enum: SHARED_KINDS }).notNull(),
    /** What it shows, with a range that does not move. */
    thing: jsonb("thing").$type<SharedThing>().notNull(),
    userId: id("user_id").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    /** How often it was opened, and the last day of it in UTC: never by whom. */
    opened: integer("opened").notNull().default(0),
    lastOpenedOn: date("last_opened_on"),
  },
  (t) => [
    primaryKey({ name: "share_links_pk", columns: [t.workspaceId, t.id] }),
    index("share_links_hash").on(t.tokenHash),
    check("share_links_kind", sql.raw(oneOf("kind", SHARED_KINDS))),
  ],
);
