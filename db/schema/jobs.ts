import { index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { at, id } from "./columns";

/** Work for the worker: run at least once, safe to repeat. Taken with `for update skip locked`. */
export const jobs = pgTable(
  "jobs",
  {
    id: id("id").primaryKey(),
    workspaceId: integer("workspace_id").notNull(),
    kind: text("kind").notNull(),
    payload: jsonb("payload").$type<Record<string, string>>().notNull(),
    /** At most one waiting job per key. */
    dedupeKey: text("dedupe_key"),
    runAt: at("run_at").notNull().defaultNow(),
    attempts: integer("attempts").notNull().default(0),
    leasedUntil: at("leased_until"),
    error: text("error"),
  },
  (t) => [index("jobs_due").on(t.runAt), unique("jobs_dedupe").on(t.dedupeKey)],
);
