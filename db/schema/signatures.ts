import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { SIGNATURE_KINDS, type SplitRule } from "@/lib/model/signature-edit";
import { at, id, workspaceId } from "./columns";

/** Identity of "the same alert again". */
export const signatures = pgTable(
  "signatures",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    /** `v1:<hash>`. */
    signature: text("signature").notNull(),
    provider: text("provider").notNull(),
    service: text("service"),
    environment: text("environment"),
    kind: text("kind", { enum: SIGNATURE_KINDS }).notNull(),
    /** Rule id, key of the problem or masked title. */
    key: text("key").notNull(),
    /** Of the alert itself, where the source's own rule sets it; lower case. */
    severity: text("severity"),
    /** What a split by hand left in it: "team payments". Null where nothing was split, and where the key says it. */
    part: text("part"),
  },
  (t) => [
    primaryKey({ name: "signatures_pk", columns: [t.workspaceId, t.id] }),
    unique("signatures_signature").on(t.workspaceId, t.signature),
    index("signatures_service").on(t.workspaceId, t.service),
  ],
);

/**
 * What people merged and split by hand, who and when. Never edited: undoing ends a row. Pages are folded with the rows
 * in force, so that folding them again gives the same signatures.
 */
export const signatureEdits = pgTable(
  "signature_edits",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    kind: text("kind", { enum: ["merge", "split"] }).notNull(),
    /** The signature that became part of another, or was split. */
    signatureId: id("signature_id").notNull(),
    /** Of a merge. */
    intoId: id("into_id"),
    /** Of a split. */
    rule: jsonb("rule").$type<SplitRule>(),
    userId: id("user_id").notNull(),
    givenAt: at("given_at").notNull(),
    endedAt: at("ended_at"),
    endedByUserId: id("ended_by_user_id"),
  },
  (t) => [
    primaryKey({ name: "signature_edits_pk", columns: [t.workspaceId, t.id] }),
    index("signature_edits_signature").on(t.workspaceId, t.signatureId),
    index("signature_edits_into").on(t.workspaceId, t.intoId),
    uniqueIndex("signature_edits_merge")
      .on(t.workspaceId, t.signatureId)
      .where(sql`kind = 'merge' and ended_at is null`),
    check("signature_edits_kind", sql.raw("kind in ('merge', 'split')")),
    check(
      "signature_edits_what",
      sql.raw("(kind = 'merge') = (into_id is not null) and (kind = 'split') = (rule is not null)"),
    ),
  ],
);

/** Signatures whose pages changed and wait to be judged again. */
export const dirtySignatures = pgTable(
  "dirty_signatures",
  { workspaceId: workspaceId(), signatureId: id("signature_id").notNull() },
  (t) => [primaryKey({ name: "dirty_signatures_pk", columns: [t.workspaceId, t.signatureId] })],
);

/** People whose notifications or zone changed and whose interruptions wait to be folded again. */
export const dirtyPeople = pgTable(
  "dirty_people",
  { workspaceId: workspaceId(), personId: id("person_id").notNull() },
  (t) => [primaryKey({ name: "dirty_people_pk", columns: [t.workspaceId, t.personId] })],
);
