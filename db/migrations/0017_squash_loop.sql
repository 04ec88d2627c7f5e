CREATE TABLE "applications" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"decision_id" bigint NOT NULL,
	"applier" text NOT NULL,
	"target_id" bigint,
	"external_id" text,
	"state" text NOT NULL,
	"body" text NOT NULL,
	"applied_at" timestamp with time zone NOT NULL,
	"applied_by_user_id" bigint NOT NULL,
	"ends_at" timestamp with time zone,
	"checked_at" timestamp with time zone,
	"trouble" text,
	"undone_at" timestamp with time zone,
	CONSTRAINT "applications_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "applications_state" CHECK (state in ('standing', 'expired', 'withdrawn', 'removed-elsewhere', 'failed', 'handed-out'))
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"signature_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"scope" jsonb NOT NULL,
	"treatment" jsonb,
	"reason" text NOT NULL,
	"owner_person_id" bigint,
	"decided_by_user_id" bigint NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"flagged_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	"review_date" date,
	"reviewed_at" timestamp with time zone,
	"change_url" text,
	"review" jsonb NOT NULL,
	"forecast" jsonb,
	"ended_at" timestamp with time zone,
	"ended_for" text,
	CONSTRAINT "decisions_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "decisions_kind" CHECK (kind in ('keep', 'tune', 'silence', 'reroute', 'delete', 'fix')),
	CONSTRAINT "decisions_silence_ends" CHECK (kind <> 'silence' or expires_at is not null)
);
--> statement-breakpoint
CREATE TABLE "triage_comments" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"signature_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"body" text NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "triage_comments_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "triage_items" (
	"workspace_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"flagged_at" timestamp with time zone NOT NULL,
	"flagged_for" jsonb NOT NULL,
	"owner_person_id" bigint,
	"due_date" date,
	"snoozed_until" timestamp with time zone,
	"decision_id" bigint,
	"gone_at" timestamp with time zone,
	CONSTRAINT "triage_items_pk" PRIMARY KEY("workspace_id","signature_id","flagged_at")
);
--> statement-breakpoint
CREATE TABLE "triage_moves" (
	"workspace_id" integer NOT NULL,
	"no" bigint NOT NULL,
	"kind" text NOT NULL,
	"user_id" bigint NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"signature_ids" bigint[] NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by_user_id" bigint,
	CONSTRAINT "triage_moves_pk" PRIMARY KEY("workspace_id","no")
);
--> statement-breakpoint
CREATE TABLE "watch_windows" (
	"workspace_id" integer NOT NULL,
	"decision_id" bigint NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"baseline_per_day" double precision NOT NULL,
	"openings" integer DEFAULT 0 NOT NULL,
	"actionable" integer DEFAULT 0 NOT NULL,
	"fact" jsonb,
	"outcome" text,
	"sentence" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "watch_windows_pk" PRIMARY KEY("workspace_id","decision_id"),
	CONSTRAINT "watch_windows_outcome" CHECK (outcome in ('verified-quiet', 'came-back', 'too-early', 'hid-something-real'))
);
--> statement-breakpoint
CREATE TABLE "withheld" (
	"workspace_id" integer NOT NULL,
	"application_id" bigint NOT NULL,
	"fingerprint" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone NOT NULL,
	"labels" jsonb NOT NULL,
	"signature_id" bigint,
	"real_because" text,
	CONSTRAINT "withheld_pk" PRIMARY KEY("workspace_id","application_id","fingerprint","started_at")
);
--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_decision_fk" FOREIGN KEY ("workspace_id","decision_id") REFERENCES "public"."decisions"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_signature_fk" FOREIGN KEY ("workspace_id","signature_id") REFERENCES "public"."signatures"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage_items" ADD CONSTRAINT "triage_items_signature_fk" FOREIGN KEY ("workspace_id","signature_id") REFERENCES "public"."signatures"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watch_windows" ADD CONSTRAINT "watch_windows_decision_fk" FOREIGN KEY ("workspace_id","decision_id") REFERENCES "public"."decisions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withheld" ADD CONSTRAINT "withheld_application_fk" FOREIGN KEY ("workspace_id","application_id") REFERENCES "public"."applications"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_decision" ON "applications" USING btree ("workspace_id","decision_id");--> statement-breakpoint
CREATE INDEX "decisions_signature" ON "decisions" USING btree ("workspace_id","signature_id","decided_at");--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_in_force" ON "decisions" USING btree ("workspace_id","signature_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "triage_comments_signature" ON "triage_comments" USING btree ("workspace_id","signature_id","said_at");--> statement-breakpoint
CREATE UNIQUE INDEX "triage_items_waiting" ON "triage_items" USING btree ("workspace_id","signature_id") WHERE decision_id is null and gone_at is null;--> statement-breakpoint
CREATE INDEX "triage_moves_signatures" ON "triage_moves" USING gin ("signature_ids");--> statement-breakpoint
CREATE INDEX "withheld_signature" ON "withheld" USING btree ("workspace_id","signature_id");