CREATE TABLE "inbox" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"delivery_key" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"via" text NOT NULL,
	"content_type" text,
	"headers" jsonb NOT NULL,
	"body" "bytea",
	"bytes" integer NOT NULL,
	"settled_at" timestamp with time zone,
	"received" integer DEFAULT 0 NOT NULL,
	"stored" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"ignored" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	"why" text,
	CONSTRAINT "inbox_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "inbox_delivery" UNIQUE("workspace_id","source_id","delivery_key"),
	CONSTRAINT "inbox_via" CHECK (via in ('webhook', 'spool', 'backfill')),
	CONSTRAINT "inbox_ledger" CHECK (received = stored + duplicate + ignored + rejected)
);
--> statement-breakpoint
CREATE TABLE "inbox_repeats" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"delivery_key" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"day" date NOT NULL,
	"counted" boolean DEFAULT false NOT NULL,
	CONSTRAINT "inbox_repeats_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_days" (
	"workspace_id" integer NOT NULL,
	"source_id" bigint NOT NULL,
	"day" date NOT NULL,
	"received" integer DEFAULT 0 NOT NULL,
	"stored" integer DEFAULT 0 NOT NULL,
	"duplicate" integer DEFAULT 0 NOT NULL,
	"ignored" integer DEFAULT 0 NOT NULL,
	"rejected" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_days_pk" PRIMARY KEY("workspace_id","source_id","day"),
	CONSTRAINT "ledger_days_ledger" CHECK (received = stored + duplicate + ignored + rejected)
);
--> statement-breakpoint
CREATE TABLE "ledger_reasons" (
	"workspace_id" integer NOT NULL,
	"source_id" bigint NOT NULL,
	"day" date NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"records" integer NOT NULL,
	CONSTRAINT "ledger_reasons_pk" PRIMARY KEY("workspace_id","source_id","day","outcome","reason")
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"workspace_id" integer NOT NULL,
	"source_id" bigint NOT NULL,
	"day" date NOT NULL,
	"reason" text NOT NULL,
	"status" integer NOT NULL,
	"requests" integer NOT NULL,
	"streak" integer NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"detail" text,
	CONSTRAINT "refusals_pk" PRIMARY KEY("workspace_id","source_id","day","reason")
);
--> statement-breakpoint
CREATE TABLE "event_repeats" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"event_key" text NOT NULL,
	"origin_id" bigint NOT NULL,
	"record_no" integer NOT NULL,
	"place" text NOT NULL,
	CONSTRAINT "event_repeats_pk" PRIMARY KEY("workspace_id","page_id","at","kind","event_key","origin_id")
);
--> statement-breakpoint
CREATE TABLE "kept_apart" (
	"workspace_id" integer NOT NULL,
	"one_id" bigint NOT NULL,
	"other_id" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "kept_apart_pk" PRIMARY KEY("workspace_id","one_id","other_id")
);
--> statement-breakpoint
CREATE TABLE "account_facts" (
	"workspace_id" integer NOT NULL,
	"account_id" bigint NOT NULL,
	"attribute" text NOT NULL,
	"origin_id" bigint NOT NULL,
	"value" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "account_facts_pk" PRIMARY KEY("workspace_id","account_id","attribute","origin_id"),
	CONSTRAINT "account_facts_attribute" CHECK (attribute in ('key', 'name', 'email', 'time_zone', 'job_title'))
);
--> statement-breakpoint
CREATE TABLE "backfills" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"base_url" text NOT NULL,
	"state" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"cursor" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	"records" integer DEFAULT 0 NOT NULL,
	"progress_ppm" integer,
	"waiting_until" timestamp with time zone,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "backfills_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "backfills_state" CHECK (state in ('queued', 'running', 'waiting', 'done', 'failed', 'stopped'))
);
--> statement-breakpoint
CREATE TABLE "source_secrets" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"source_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"sealed" text NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "source_secrets_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "source_secrets_kind" CHECK (kind in ('signing', 'header', 'path', 'api'))
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"provider" text NOT NULL,
	"proof" text,
	"header_name" text,
	"timestamp_header" text,
	"mapping" jsonb,
	"zone" text,
	"paused" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "sources_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "sources_slug" UNIQUE("slug"),
	CONSTRAINT "sources_proof" CHECK (proof in ('signature', 'header', 'path'))
);
--> statement-breakpoint
ALTER TABLE "rejections" RENAME COLUMN "import_id" TO "origin_id";--> statement-breakpoint
ALTER TABLE "page_events" RENAME COLUMN "person_id" TO "account_id";--> statement-breakpoint
ALTER TABLE "page_events" RENAME COLUMN "to_ids" TO "to_account_ids";--> statement-breakpoint
ALTER TABLE "page_events" RENAME COLUMN "import_id" TO "origin_id";--> statement-breakpoint
ALTER TABLE "imports" DROP CONSTRAINT "imports_state";--> statement-breakpoint
DROP INDEX "page_events_import";--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "source_id" bigint;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "day" date;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "mapping" jsonb;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "page_events" ADD COLUMN "at_receipt" boolean;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "id" bigint;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "matched_by" text DEFAULT 'itself' NOT NULL;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "job_title" text;--> statement-breakpoint
-- Until now each account had a person of its own: events that name the person name the account.
UPDATE "identities" i SET "id" = i."person_id", "name" = p."name", "email" = p."email", "time_zone" = p."time_zone", "job_title" = p."job_title"
  FROM "people" p WHERE p."workspace_id" = i."workspace_id" AND p."id" = i."person_id";--> statement-breakpoint
ALTER TABLE "identities" ALTER COLUMN "id" SET NOT NULL;--> statement-breakpoint
-- Which import told what was not kept: it stays whatever is undone.
INSERT INTO "account_facts" ("workspace_id", "account_id", "attribute", "origin_id", "value", "told_at")
  SELECT i."workspace_id", i."id", t."attribute", 0, t."value", '-infinity' FROM "identities" i,
    LATERAL (VALUES ('key', i."key"), ('name', i."name"), ('email', i."email"), ('time_zone', i."time_zone"), ('job_title', i."job_title")) t("attribute", "value")
  WHERE t."value" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("workspace_id","received_at") WHERE settled_at is null;--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("workspace_id","source_id","received_at");--> statement-breakpoint
CREATE INDEX "inbox_bodies" ON "inbox" USING btree ("workspace_id","received_at") WHERE body is not null;--> statement-breakpoint
CREATE INDEX "inbox_repeats_uncounted" ON "inbox_repeats" USING btree ("workspace_id","received_at") WHERE not counted;--> statement-breakpoint
CREATE INDEX "inbox_repeats_delivery" ON "inbox_repeats" USING btree ("workspace_id","source_id","delivery_key");--> statement-breakpoint
CREATE INDEX "inbox_repeats_received" ON "inbox_repeats" USING btree ("workspace_id","source_id","received_at");--> statement-breakpoint
CREATE INDEX "event_repeats_origin" ON "event_repeats" USING btree ("workspace_id","origin_id");--> statement-breakpoint
CREATE INDEX "identities_email" ON "identities" USING btree ("workspace_id",lower("email"));--> statement-breakpoint
CREATE INDEX "account_facts_origin" ON "account_facts" USING btree ("workspace_id","origin_id");--> statement-breakpoint
CREATE INDEX "backfills_source" ON "backfills" USING btree ("workspace_id","source_id");--> statement-breakpoint
CREATE INDEX "source_secrets_source" ON "source_secrets" USING btree ("workspace_id","source_id");--> statement-breakpoint
CREATE INDEX "page_events_origin" ON "page_events" USING btree ("workspace_id","origin_id");--> statement-breakpoint
ALTER TABLE "rejections" DROP CONSTRAINT "rejections_pk";
--> statement-breakpoint
ALTER TABLE "rejections" ADD CONSTRAINT "rejections_pk" PRIMARY KEY("workspace_id","origin_id","no");--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_id" UNIQUE("workspace_id","id");--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_state" CHECK (state in ('uploading', 'uploaded', 'queued', 'running', 'judging', 'done', 'failed', 'undoing', 'undone'));--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_matched_by" CHECK (matched_by in ('itself', 'email', 'hand'));