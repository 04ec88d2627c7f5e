import { bigint, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { AuditDetails } from "@/lib/model/audit";
import { AUDITED } from "@/lib/model/audit";
import { at, id, workspaceId } from "./columns";

/**
 * Who did or saw what. Rows hold ids, never names. Each carries the SHA-256 of the row before it, so that a row taken out
 * or changed is found.
 */
export const audit = pgTable(
  "audit",
  {
    workspaceId: workspaceId(),
    /** 1, 2, 3, … without holes. */
    no: bigint("no", { mode: "number" }).notNull(),
    at: at("at").notNull(),
    /** Null = the program itself. */
    userId: id("user_id"),
    what: text("what", { enum: AUDITED }).notNull(),
    /** People whose load or pages it names. */
    personIds: id("person_ids").array().notNull(),
    details: jsonb("details").$type<AuditDetails>().notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ name: "audit_pk", columns: [t.workspaceId, t.no] }),
    index("audit_at").on(t.workspaceId, t.at),
    index("audit_people").using("gin", t.personIds),
  ],
);
