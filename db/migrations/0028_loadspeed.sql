CREATE TABLE "leader_weeks" (
	"workspace_id" integer NOT NULL,
	"week" date NOT NULL,
	"leader_id" bigint NOT NULL,
	"actionable" integer NOT NULL,
	"noise" integer NOT NULL,
	"unclear" integer NOT NULL,
	CONSTRAINT "leader_weeks_pk" PRIMARY KEY("workspace_id","week","leader_id")
);
--> statement-breakpoint
CREATE TABLE "heat_days" (
	"workspace_id" integer NOT NULL,
	"local_date" date NOT NULL,
	"hour" smallint NOT NULL,
	"interruptions" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "heat_days_pk" PRIMARY KEY("workspace_id","local_date","hour")
);
--> statement-breakpoint
CREATE TABLE "person_weeks" (
	"workspace_id" integer NOT NULL,
	"week" date NOT NULL,
	"person_id" bigint NOT NULL,
	"pages_first" integer DEFAULT 0 NOT NULL,
	"pages_escalated" integer DEFAULT 0 NOT NULL,
	"pages_unknown_line" integer DEFAULT 0 NOT NULL,
	"sleep" integer DEFAULT 0 NOT NULL,
	"off" integer DEFAULT 0 NOT NULL,
	"business" integer DEFAULT 0 NOT NULL,
	"actionable" integer DEFAULT 0 NOT NULL,
	"noise" integer DEFAULT 0 NOT NULL,
	"unclear" integer DEFAULT 0 NOT NULL,
	"estimated" integer DEFAULT 0 NOT NULL,
	"incidents" integer DEFAULT 0 NOT NULL,
	"disrupted_hours" smallint DEFAULT 0 NOT NULL,
	"disrupted_nights" smallint DEFAULT 0 NOT NULL,
	"short_rests" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "person_weeks_pk" PRIMARY KEY("workspace_id","week","person_id")
);
--> statement-breakpoint
CREATE TABLE "signature_weeks" (
	"workspace_id" integer NOT NULL,
	"week" date NOT NULL,
	"signature_id" bigint NOT NULL,
	"sleep" integer DEFAULT 0 NOT NULL,
	"off" integer DEFAULT 0 NOT NULL,
	"business" integer DEFAULT 0 NOT NULL,
	"actionable" integer DEFAULT 0 NOT NULL,
	"noise" integer DEFAULT 0 NOT NULL,
	"unclear" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "signature_weeks_pk" PRIMARY KEY("workspace_id","week","signature_id")
);
--> statement-breakpoint
CREATE TABLE "team_weeks" (
	"workspace_id" integer NOT NULL,
	"week" date NOT NULL,
	"team" text NOT NULL,
	"actionable" integer DEFAULT 0 NOT NULL,
	"noise" integer DEFAULT 0 NOT NULL,
	"unclear" integer DEFAULT 0 NOT NULL,
	"never" integer DEFAULT 0 NOT NULL,
	"not_known" integer DEFAULT 0 NOT NULL,
	"incidents" integer[] NOT NULL,
	"acknowledged_after" "bytea" NOT NULL,
	CONSTRAINT "team_weeks_pk" PRIMARY KEY("workspace_id","week","team")
);
--> statement-breakpoint
ALTER TABLE "dirty_rollups" DROP CONSTRAINT "dirty_rollups_rollup";--> statement-breakpoint
ALTER TABLE "person_days" ADD COLUMN "incidents" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "interruptions_signature" ON "interruptions" USING btree ("workspace_id","signature_id","local_date");--> statement-breakpoint
ALTER TABLE "dirty_rollups" ADD CONSTRAINT "dirty_rollups_rollup" CHECK (rollup in ('leader_days', 'heat_weeks', 'heat_days', 'signature_weeks', 'team_weeks', 'organisation', 'lines'));--> statement-breakpoint
UPDATE "person_days" d SET "incidents" = c."incidents" FROM (SELECT i."workspace_id", i."person_id", i."local_date", count(*) FILTER (WHERE p."reason" IS NULL OR p."reason" NOT IN ('duplicate', 'storm-symptom', 'test', 'flapping')) + count(DISTINCT i."signature_id") FILTER (WHERE p."reason" = 'flapping') AS "incidents" FROM "interruptions" i JOIN "pages" p ON p."workspace_id" = i."workspace_id" AND p."id" = i."page_id" GROUP BY 1, 2, 3) c WHERE d."workspace_id" = c."workspace_id" AND d."person_id" = c."person_id" AND d."local_date" = c."local_date" AND c."incidents" > 0;--> statement-breakpoint
INSERT INTO "person_weeks" SELECT "workspace_id", date_trunc('week', "local_date"::timestamp)::date, "person_id", sum("pages_first"), sum("pages_escalated"), sum("pages_unknown_line"), sum("sleep_actionable" + "sleep_noise" + "sleep_unclear"), sum("off_actionable" + "off_noise" + "off_unclear"), sum("business_actionable" + "business_noise" + "business_unclear"), sum("sleep_actionable" + "off_actionable" + "business_actionable"), sum("sleep_noise" + "off_noise" + "business_noise"), sum("sleep_unclear" + "off_unclear" + "business_unclear"), sum("estimated"), sum("incidents"), sum("disrupted_hours"), sum("disrupted_nights"), sum("short_rests") FROM "person_days" GROUP BY 1, 2, 3;--> statement-breakpoint
INSERT INTO "heat_days" SELECT "workspace_id", "local_date", "local_hour", count(*) FROM "interruptions" WHERE "verdict" IS DISTINCT FROM 'test' GROUP BY 1, 2, 3;--> statement-breakpoint
INSERT INTO "signature_weeks" SELECT "workspace_id", date_trunc('week', "local_date"::timestamp)::date, "signature_id", count(*) FILTER (WHERE "hour_class" = 'sleep'), count(*) FILTER (WHERE "hour_class" = 'off'), count(*) FILTER (WHERE "hour_class" = 'business'), count(*) FILTER (WHERE "verdict" = 'actionable'), count(*) FILTER (WHERE "verdict" = 'noise'), count(*) FILTER (WHERE "verdict" IS NULL OR "verdict" = 'unclear') FROM "interruptions" WHERE "verdict" IS DISTINCT FROM 'test' GROUP BY 1, 2, 3;--> statement-breakpoint
INSERT INTO "dirty_rollups" ("workspace_id", "rollup", "date", "subject_id") SELECT DISTINCT p."workspace_id", 'team_weeks', date_trunc('week', (p."triggered_at" AT TIME ZONE 'UTC') + near)::date, 0 FROM "pages" p CROSS JOIN unnest(ARRAY[interval '-1 day', interval '1 day']) AS near ON CONFLICT DO NOTHING;--> statement-breakpoint
INSERT INTO "leader_weeks" SELECT "workspace_id", date_trunc('week', "date"::timestamp)::date, "leader_id", sum("actionable"), sum("noise"), sum("unclear") FROM "leader_days" GROUP BY 1, 2, 3;
