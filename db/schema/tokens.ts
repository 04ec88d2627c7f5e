import { date, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, id, workspaceId } from "./columns";
import { ROLES } from "./users";

/** What programs read with, as the user who made them. The SHA-256 of 256 random bits; the token itself is shown once. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull(),
    /** Its last four characters. */
    hint: text("hint").notNull(),
    userId: id("user_id").notNull(),
    /** Of the user when it was made: under another role it is of no use. */
    role: text("role", { enum: ROLES }).notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    /** In UTC. */
    lastUsedOn: date("last_used_on"),
    /** Requests in the minute that began then. */
    minuteAt: at("minute_at"),
    reads: integer("reads").notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "api_tokens_pk", columns: [t.workspaceId, t.id] }),
    index("api_tokens_hash").on(t.tokenHash),
    index("api_tokens_user").on(t.workspaceId, t.userId),
  ],
);
