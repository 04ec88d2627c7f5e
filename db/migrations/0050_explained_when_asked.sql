CREATE TABLE "judged_alerts" (
	"workspace_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"classifier_version" integer NOT NULL,
	"settings_hash" text NOT NULL,
	"prior_mu" double precision NOT NULL,
	"prior_kappa" double precision NOT NULL,
	CONSTRAINT "judged_alerts_pk" PRIMARY KEY("workspace_id","signature_id")
);
--> statement-breakpoint
DROP INDEX "pages_triggered";--> statement-breakpoint
ALTER TABLE "pages" ADD COLUMN "is_test" boolean GENERATED ALWAYS AS (reason is not distinct from 'test') STORED;--> statement-breakpoint
CREATE INDEX "pages_tests" ON "pages" USING btree ("workspace_id","triggered_at") WHERE is_test;--> statement-breakpoint
CREATE INDEX "pages_triggered" ON "pages" USING btree ("workspace_id","triggered_at","id","signature_id","team");--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "sentence";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "decided_by";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "packed_votes";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "packed_covered";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "votes";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "against";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "would_change";--> statement-breakpoint
ALTER TABLE "verdicts" DROP COLUMN "used_page_ids";