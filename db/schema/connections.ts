import { sql } from "drizzle-orm";
import { check, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { CONNECTION_AUTHS, CONNECTION_KINDS } from "@/lib/model/connection";
import { at, id, oneOf, workspaceId } from "./columns";

/** A system that decisions may be carried out in. Never edited: another address or secret is another connection. */
export const connections = pgTable(
  "connections",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    kind: text("kind", { enum: CONNECTION_KINDS }).notNull(),
    name: text("name").notNull(),
    /** Base address, without a slash at its end; of git the remote. */
    url: text("url").notNull(),
    auth: text("auth", { enum: CONNECTION_AUTHS }).notNull(),
    /** Of basic. */
    userName: text("user_name"),
    /** `keyId.iv.tag.ciphertext` of the password or token; table, column and row id are its associated data. */
    sealed: text("sealed"),
    /** Its last four characters. */
    hint: text("hint").notNull().default(""),
    createdAt: at("created_at").notNull(),
    createdByUserId: id("created_by_user_id").notNull(),
    /** Applications of old keep naming it. */
    deletedAt: at("deleted_at"),
    /** When it last answered or did not, and what was wrong then. */
    checkedAt: at("checked_at"),
    trouble: text("trouble"),
  },
  (t) => [
    primaryKey({ name: "connections_pk", columns: [t.workspaceId, t.id] }),
    check("connections_kind", sql.raw(oneOf("kind", CONNECTION_KINDS))),
    check("connections_auth", sql.raw(oneOf("auth", CONNECTION_AUTHS))),
    check("connections_secret", sql.raw("(auth = 'none') = (sealed is null)")),
  ],
);
