ALTER TABLE "interruptions" ADD COLUMN "rest_minutes" smallint;--> statement-breakpoint
ALTER TABLE "person_days" ADD COLUMN "short_rests" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
INSERT INTO "dirty_people" ("workspace_id", "person_id") SELECT DISTINCT "workspace_id", "person_id" FROM "notifications" ON CONFLICT DO NOTHING;
