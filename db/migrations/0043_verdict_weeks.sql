CREATE TABLE "verdict_weeks" (
	"workspace_id" integer NOT NULL,
	"verdict" text NOT NULL,
	"week" date NOT NULL,
	"person_id" bigint NOT NULL,
	"pages_first" integer DEFAULT 0 NOT NULL,
	"pages_escalated" integer DEFAULT 0 NOT NULL,
	"pages_unknown_line" integer DEFAULT 0 NOT NULL,
	"sleep" integer DEFAULT 0 NOT NULL,
	"off" integer DEFAULT 0 NOT NULL,
	"business" integer DEFAULT 0 NOT NULL,
	"estimated" integer DEFAULT 0 NOT NULL,
	"disrupted_hours" smallint DEFAULT 0 NOT NULL,
	"disrupted_nights" smallint DEFAULT 0 NOT NULL,
	"short_rests" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "verdict_weeks_pk" PRIMARY KEY("workspace_id","verdict","week","person_id"),
	CONSTRAINT "verdict_weeks_verdict" CHECK (verdict in ('actionable', 'noise', 'unclear'))
);
--> statement-breakpoint
ALTER TABLE "dirty_rollups" DROP CONSTRAINT "dirty_rollups_rollup";--> statement-breakpoint
ALTER TABLE "dirty_rollups" ADD CONSTRAINT "dirty_rollups_rollup" CHECK (rollup in ('leader_days', 'heat_weeks', 'heat_days', 'signature_weeks', 'verdict_weeks', 'team_weeks', 'organisation', 'lines'));--> statement-breakpoint
ALTER TABLE "heat_days" DROP COLUMN "interruptions";--> statement-breakpoint
ALTER TABLE "heat_days" ADD COLUMN "actionable" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "heat_days" ADD COLUMN "noise" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "heat_days" ADD COLUMN "unclear" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_weeks" ADD COLUMN "sleep_actionable" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_weeks" ADD COLUMN "sleep_noise" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "signature_weeks" ADD COLUMN "sleep_unclear" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "heat_days" h SET "actionable" = c."actionable", "noise" = c."noise", "unclear" = c."unclear" FROM (SELECT "workspace_id", "local_date", "local_hour", count(*) FILTER (WHERE "verdict" = 'actionable') AS "actionable", count(*) FILTER (WHERE "verdict" = 'noise') AS "noise", count(*) FILTER (WHERE "verdict" IS NULL OR "verdict" = 'unclear') AS "unclear" FROM "interruptions" WHERE "verdict" IS DISTINCT FROM 'test' GROUP BY 1, 2, 3) c WHERE h."workspace_id" = c."workspace_id" AND h."local_date" = c."local_date" AND h."hour" = c."local_hour";--> statement-breakpoint
UPDATE "signature_weeks" s SET "sleep_actionable" = c."actionable", "sleep_noise" = c."noise", "sleep_unclear" = c."unclear" FROM (SELECT "workspace_id", date_trunc('week', "local_date"::timestamp)::date AS "week", "signature_id", count(*) FILTER (WHERE "verdict" = 'actionable') AS "actionable", count(*) FILTER (WHERE "verdict" = 'noise') AS "noise", count(*) FILTER (WHERE "verdict" IS NULL OR "verdict" = 'unclear') AS "unclear" FROM "interruptions" WHERE "verdict" IS DISTINCT FROM 'test' AND "hour_class" = 'sleep' GROUP BY 1, 2, 3) c WHERE s."workspace_id" = c."workspace_id" AND s."week" = c."week" AND s."signature_id" = c."signature_id";--> statement-breakpoint
INSERT INTO "dirty_rollups" ("workspace_id", "rollup", "date", "subject_id") SELECT DISTINCT "workspace_id", 'verdict_weeks', near, 0 FROM (SELECT "workspace_id", "week" AS near FROM "person_weeks" UNION SELECT "workspace_id", "week" - 7 FROM "person_weeks") weeks ON CONFLICT DO NOTHING;
