import { index, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { id, workspaceId } from "./columns";

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
    kind: text("kind", { enum: ["rule", "title"] }).notNull(),
    /** Rule id or masked title. */
    key: text("key").notNull(),
  },
  (t) => [
    primaryKey({ name: "signatures_pk", columns: [t.workspaceId, t.id] }),
    unique("signatures_signature").on(t.workspaceId, t.signature),
    index("signatures_service").on(t.workspaceId, t.service),
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
