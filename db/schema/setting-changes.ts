import { index, jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import type { ThresholdChange } from "@/lib/contract/noise-settings";
import { at, id, workspaceId } from "./columns";

/** Who changed what of a workspace's settings, and when. Only added to. */
export const settingChanges = pgTable(
  "setting_changes",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    userId: id("user_id").notNull(),
    madeAt: at("made_at").notNull(),
    changes: jsonb("changes").$type<readonly ThresholdChange[]>().notNull(),
  },
  (t) => [
    primaryKey({ name: "setting_changes_pk", columns: [t.workspaceId, t.id] }),
    index("setting_changes_made").on(t.workspaceId, t.madeAt),
  ],
);
