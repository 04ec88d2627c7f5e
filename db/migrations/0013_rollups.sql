CREATE TABLE "counted_closure" (
	"workspace_id" integer NOT NULL,
	"leader_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	CONSTRAINT "counted_closure_pk" PRIMARY KEY("workspace_id","leader_id","person_id","from_date")
);
--> statement-breakpoint
CREATE TABLE "counted_memberships" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"team_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	CONSTRAINT "counted_memberships_pk" PRIMARY KEY("workspace_id","person_id","team_id","from_date")
);
--> statement-breakpoint
CREATE TABLE "dirty_rollups" (
	"workspace_id" integer NOT NULL,
	"rollup" text NOT NULL,
	"date" date NOT NULL,
	"subject_id" bigint NOT NULL,
	CONSTRAINT "dirty_rollups_pk" PRIMARY KEY("workspace_id","rollup","date","subject_id"),
	CONSTRAINT "dirty_rollups_rollup" CHECK (rollup in ('leader_days', 'heat_weeks', 'organisation', 'lines'))
);
--> statement-breakpoint
ALTER TABLE "heat_weeks" ALTER COLUMN "actionable" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "heat_weeks" ALTER COLUMN "noise" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "heat_weeks" ALTER COLUMN "unclear" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "person_days" ALTER COLUMN "pages_first" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "person_days" ALTER COLUMN "pages_escalated" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "person_days" ALTER COLUMN "pages_unknown_line" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "person_days" ALTER COLUMN "pages_actionable" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "person_days" ALTER COLUMN "pages_noise" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "person_days" ALTER COLUMN "pages_unclear" SET DATA TYPE integer;--> statement-breakpoint
ALTER TABLE "interruption_pages" ADD COLUMN "line" text;--> statement-breakpoint
ALTER TABLE "interruption_pages" ADD COLUMN "rang_first" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "interruption_pages" ADD CONSTRAINT "interruption_pages_line" CHECK (line in ('first', 'escalated'));--> statement-breakpoint
INSERT INTO "dirty_people" ("workspace_id", "person_id") SELECT DISTINCT "workspace_id", "person_id" FROM "notifications" ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO "dirty_rollups" ("workspace_id", "rollup", "date", "subject_id") SELECT DISTINCT "workspace_id", 'lines', '-infinity'::date, 0 FROM "notifications" ON CONFLICT DO NOTHING;
