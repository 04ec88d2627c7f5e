ALTER TABLE "dirty_rollups" ADD COLUMN "team" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "dirty_rollups" DROP CONSTRAINT "dirty_rollups_pk";
--> statement-breakpoint
ALTER TABLE "dirty_rollups" ADD CONSTRAINT "dirty_rollups_pk" PRIMARY KEY("workspace_id","rollup","date","subject_id","team");