CREATE TABLE "imports" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"file_name" text NOT NULL,
	"path" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"state" text NOT NULL,
	"preview" jsonb,
	"error" text,
	"zone" text,
	"sample" boolean DEFAULT false NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"stored" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"ignored" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"issues" integer DEFAULT 0 NOT NULL,
	"ignored_reasons" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"bytes_read" bigint DEFAULT 0 NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"first_page_at" timestamp with time zone,
	"last_page_at" timestamp with time zone,
	"user_id" bigint,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "imports_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "imports_state" CHECK (state in ('uploaded', 'queued', 'running', 'judging', 'done', 'failed')),
	CONSTRAINT "imports_ledger" CHECK (received = stored + duplicate + ignored + rejected)
);
--> statement-breakpoint
CREATE TABLE "rejections" (
	"workspace_id" integer NOT NULL,
	"import_id" bigint NOT NULL,
	"no" bigint NOT NULL,
	"kind" text NOT NULL,
	"place" text NOT NULL,
	"line" integer,
	"why" text NOT NULL,
	CONSTRAINT "rejections_pk" PRIMARY KEY("workspace_id","import_id","no")
);
--> statement-breakpoint
CREATE TABLE "interruption_pages" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"page_id" bigint NOT NULL,
	CONSTRAINT "interruption_pages_pk" PRIMARY KEY("workspace_id","person_id","at","page_id")
);
--> statement-breakpoint
CREATE TABLE "interruptions" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"page_id" bigint NOT NULL,
	"signature_id" bigint NOT NULL,
	"page_count" smallint NOT NULL,
	"hour_class" text NOT NULL,
	"local_date" date NOT NULL,
	"local_hour" smallint NOT NULL,
	"hour_started_at" timestamp with time zone NOT NULL,
	"night" date,
	"estimated" boolean NOT NULL,
	"verdict" text,
	CONSTRAINT "interruptions_pk" PRIMARY KEY("workspace_id","person_id","at"),
	CONSTRAINT "interruptions_hour_class" CHECK (hour_class in ('sleep', 'off', 'business'))
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" bigint PRIMARY KEY NOT NULL,
	"workspace_id" integer NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb NOT NULL,
	"dedupe_key" text,
	"run_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp with time zone,
	"error" text,
	CONSTRAINT "jobs_dedupe" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"page_id" bigint NOT NULL,
	"channel" text NOT NULL,
	"estimated" boolean NOT NULL,
	CONSTRAINT "notifications_pk" PRIMARY KEY("workspace_id","person_id","at","page_id","channel")
);
--> statement-breakpoint
CREATE TABLE "page_events" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"event_key" text NOT NULL,
	"by" text NOT NULL,
	"person_id" bigint,
	"to_ids" bigint[],
	"channel" text,
	"level" smallint,
	"note" text,
	"state" text,
	"how" text,
	"merged_into" text,
	"facts" jsonb,
	"import_id" bigint,
	"record_no" integer,
	"place" text,
	CONSTRAINT "page_events_pk" PRIMARY KEY("workspace_id","page_id","at","kind","event_key"),
	CONSTRAINT "page_events_kind" CHECK (kind in ('triggered', 'notified', 'acknowledged', 'unacknowledged', 'escalated', 'reassigned', 'responder-added', 'snoozed', 'annotated', 'priority-changed', 'merged', 'resolved', 'reopened')),
	CONSTRAINT "page_events_by" CHECK (by in ('person', 'automation', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "page_folds" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"folded" jsonb NOT NULL,
	CONSTRAINT "page_folds_pk" PRIMARY KEY("workspace_id","page_id")
);
--> statement-breakpoint
CREATE TABLE "pages" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"provider" text NOT NULL,
	"page_key" text NOT NULL,
	"signature_id" bigint NOT NULL,
	"title" text,
	"service" text,
	"team" text,
	"urgency" text,
	"priority" text,
	"triggered_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" text NOT NULL,
	"raised_by" text NOT NULL,
	"ended_by_person_id" bigint,
	"acknowledged_at" timestamp with time zone,
	"seconds_to_acknowledge" integer,
	"knows_acknowledgements" boolean NOT NULL,
	"last_event_at" timestamp with time zone NOT NULL,
	"verdict" text,
	"probability" real,
	"reason" text,
	"origin" text,
	CONSTRAINT "pages_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "pages_key" UNIQUE("workspace_id","provider","page_key"),
	CONSTRAINT "pages_verdict" CHECK (verdict in ('actionable', 'noise', 'unclear')),
	CONSTRAINT "pages_reason" CHECK (reason in ('fixed-a-fault', 'real-upstream', 'could-wait', 'wrong-team', 'working-as-expected', 'planned-work', 'self-healed', 'flapping', 'duplicate', 'storm-symptom', 'scheduled', 'stale', 'ignored', 'threshold', 'faulty-check', 'info-only', 'test'))
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"workspace_id" integer NOT NULL,
	"provider" text NOT NULL,
	"key" text NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "identities_pk" PRIMARY KEY("workspace_id","provider","key")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"name" text,
	"email" text,
	"time_zone" text,
	"job_title" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "dirty_people" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	CONSTRAINT "dirty_people_pk" PRIMARY KEY("workspace_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "dirty_signatures" (
	"workspace_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	CONSTRAINT "dirty_signatures_pk" PRIMARY KEY("workspace_id","signature_id")
);
--> statement-breakpoint
CREATE TABLE "signatures" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"signature" text NOT NULL,
	"provider" text NOT NULL,
	"service" text,
	"environment" text,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	CONSTRAINT "signatures_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "signatures_signature" UNIQUE("workspace_id","signature")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"workspace_id" integer NOT NULL,
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"workspace_id" integer NOT NULL,
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	CONSTRAINT "users_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "users_role" CHECK (role in ('admin', 'member', 'auditor'))
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"workspace_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"no" integer NOT NULL,
	"detector" text NOT NULL,
	"claim" text NOT NULL,
	"facts" jsonb NOT NULL,
	"thresholds" jsonb NOT NULL,
	"page_ids" bigint[] NOT NULL,
	CONSTRAINT "findings_pk" PRIMARY KEY("workspace_id","signature_id","no")
);
--> statement-breakpoint
CREATE TABLE "person_verdicts" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"subject" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"verdict" text NOT NULL,
	"reason" text,
	"note" text,
	"user_id" bigint NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "person_verdicts_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "person_verdicts_verdict" CHECK (verdict in ('actionable', 'noise', 'unclear'))
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"classifier_version" integer NOT NULL,
	"verdict" text NOT NULL,
	"probability" real NOT NULL,
	"reason" text,
	"sentence" text NOT NULL,
	"decided_by" text NOT NULL,
	"votes" jsonb NOT NULL,
	"settings_hash" text NOT NULL,
	CONSTRAINT "verdicts_pk" PRIMARY KEY("workspace_id","page_id","classifier_version"),
	CONSTRAINT "verdicts_verdict" CHECK (verdict in ('actionable', 'noise', 'unclear'))
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" integer PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sample_offered" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pages" ADD CONSTRAINT "pages_signature_fk" FOREIGN KEY ("workspace_id","signature_id") REFERENCES "public"."signatures"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_person_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imports_sha256" ON "imports" USING btree ("workspace_id","sha256");--> statement-breakpoint
CREATE INDEX "interruption_pages_page" ON "interruption_pages" USING btree ("workspace_id","page_id");--> statement-breakpoint
CREATE INDEX "interruptions_date" ON "interruptions" USING btree ("workspace_id","local_date");--> statement-breakpoint
CREATE INDEX "interruptions_at" ON "interruptions" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "interruptions_page" ON "interruptions" USING btree ("workspace_id","page_id");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("run_at");--> statement-breakpoint
CREATE INDEX "notifications_page" ON "notifications" USING btree ("workspace_id","page_id");--> statement-breakpoint
CREATE INDEX "page_events_import" ON "page_events" USING btree ("workspace_id","import_id");--> statement-breakpoint
CREATE INDEX "pages_triggered" ON "pages" USING btree ("workspace_id","triggered_at");--> statement-breakpoint
CREATE INDEX "pages_signature" ON "pages" USING btree ("workspace_id","signature_id","triggered_at");--> statement-breakpoint
CREATE INDEX "identities_person" ON "identities" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "signatures_service" ON "signatures" USING btree ("workspace_id","service");--> statement-breakpoint
CREATE INDEX "person_verdicts_subject" ON "person_verdicts" USING btree ("workspace_id","subject","subject_id");