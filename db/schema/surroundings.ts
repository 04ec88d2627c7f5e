import { integer, jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { id, workspaceId } from "./columns";

/** What lies around a page, as far as anything does: its place in a burst, the same problem, a link. */
export const pageSurroundings = pgTable(
  "page_surroundings",
  { workspaceId: workspaceId(), pageId: id("page_id").notNull(), around: jsonb("around").notNull() },
  (t) => [primaryKey({ name: "page_surroundings_pk", columns: [t.workspaceId, t.pageId] })],
);

/** What all pages of a workspace teach together, and by which version they are judged. No row = nothing learnt yet. */
export const learntSurroundings = pgTable("learnt_surroundings", {
  workspaceId: integer("workspace_id").primaryKey(),
  /** That it was learnt from, and pages that came since. */
  pages: integer("pages").notNull(),
  fresh: integer("fresh").notNull(),
  learnt: jsonb("learnt").notNull(),
  /** Another one whenever `learnt` is: it is megabytes of a large workspace, and each event asks for it. */
  revision: id("revision").notNull().default("0"),
  classifierVersion: integer("classifier_version").notNull(),
});
