CREATE TABLE "judgings" (
	"workspace_id" integer NOT NULL,
	"id" integer GENERATED ALWAYS AS IDENTITY (sequence name "judgings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"classifier_version" integer NOT NULL,
	"settings_hash" text NOT NULL,
	CONSTRAINT "judgings_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "judgings_with" UNIQUE("workspace_id","classifier_version","settings_hash")
);
--> statement-breakpoint
ALTER TABLE "pages" ADD COLUMN "judging_id" integer;--> statement-breakpoint
ALTER TABLE "judged_alerts" DROP COLUMN "classifier_version";--> statement-breakpoint
ALTER TABLE "judged_alerts" DROP COLUMN "settings_hash";--> statement-breakpoint
CREATE VIEW "public"."engine_words" AS (
  select workspace_id, page_id, classifier_version, verdict, probability, reason, settings_hash from verdicts
  union all
  select p.workspace_id, p.id, j.classifier_version, p.verdict, p.probability, p.reason, j.settings_hash
  from pages p join judgings j on j.workspace_id = p.workspace_id and j.id = p.judging_id);