import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Settings } from "@/lib/model/settings";
import { at } from "./columns";

/** One company's data and rules. */
export const workspaces = pgTable("workspaces", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  /** IANA zone of page counts, and of people whose own zone nobody told. */
  timeZone: text("time_zone").notNull(),
  settings: jsonb("settings").$type<Settings>().notNull(),
  /** The sample was loaded once; taken away, it does not come back. */
  sampleOffered: boolean("sample_offered").notNull().default(false),
  /** Recipe of the signatures of new pages; a page that is stored keeps its own. */
  signatureVersion: integer("signature_version").notNull().default(1),
  createdAt: at("created_at").notNull().defaultNow(),
});

/**
 * A random key of the workspace's own, for tombstones and pseudonyms, sealed with the key ring. A ring that is rotated
 * seals it anew, so that no tombstone goes blind.
 */
export const workspaceKeys = pgTable("workspace_keys", {
  workspaceId: integer("workspace_id").primaryKey(),
  /** `keyId.iv.tag.ciphertext`, as in `source_secrets`. */
  sealed: text("sealed").notNull(),
});
