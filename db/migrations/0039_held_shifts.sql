ALTER TABLE "on_call_shifts" ADD COLUMN "held" "tstzmultirange";--> statement-breakpoint
ALTER TABLE "on_call_shifts" ADD COLUMN "replaced_by" bigint;--> statement-breakpoint
CREATE INDEX "on_call_shifts_replaced" ON "on_call_shifts" USING btree ("workspace_id","replaced_by") WHERE replaced_by is not null;--> statement-breakpoint
CREATE VIEW "held_shifts" AS SELECT s."workspace_id", s."id", s."person_id", s."schedule", s."team", s."level", s."kind", s."from_at", s."to_at" FROM "on_call_shifts" s WHERE s."held" IS NULL UNION ALL SELECT s."workspace_id", s."id", s."person_id", s."schedule", s."team", s."level", s."kind", lower(part), upper(part) FROM "on_call_shifts" s CROSS JOIN LATERAL unnest(s."held") AS part;
