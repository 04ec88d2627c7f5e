import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, id, oneOf, workspaceId } from "./columns";

export const ROLES = ["admin", "member", "auditor"] as const;

/** Who may sign in. A user is nobody of the pager history until somebody links the two. */
export const users = pgTable(
  "users",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    name: text("name").notNull(),
    email: text("email"),
    role: text("role", { enum: ROLES }).notNull(),
    /** Who of the people this is; null = nobody linked the two. */
    personId: id("person_id"),
    createdAt: at("created_at").notNull().defaultNow(),
    disabledAt: at("disabled_at"),
  },
  (t) => [
    primaryKey({ name: "users_pk", columns: [t.workspaceId, t.id] }),
    check("users_role", sql.raw(oneOf("role", ROLES))),
  ],
);

/** One-time sign-in links: the SHA-256 of the token, one use, 15 minutes. */
export const signInLinks = pgTable("sign_in_links", {
  workspaceId: integer("workspace_id").notNull(),
  tokenHash: text("token_hash").primaryKey(),
  userId: id("user_id").notNull(),
  expiresAt: at("expires_at").notNull(),
  usedAt: at("used_at"),
});

/** Server-side sessions: the SHA-256 of the cookie's 256 random bits. */
export const sessions = pgTable("sessions", {
  workspaceId: integer("workspace_id").notNull(),
  tokenHash: text("token_hash").primaryKey(),
  userId: id("user_id").notNull(),
  /** Of a picture for everybody: whoever reads in it is nobody of the people and sees none of them by name. */
  unnamed: boolean("unnamed").notNull().default(false),
  createdAt: at("created_at").notNull().defaultNow(),
  lastSeenAt: at("last_seen_at").notNull().defaultNow(),
  expiresAt: at("expires_at").notNull(),
});
