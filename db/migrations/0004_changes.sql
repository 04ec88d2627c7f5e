CREATE TABLE "change_tellings" (
	"workspace_id" integer NOT NULL,
	"source_id" bigint NOT NULL,
	"telling_key" text NOT NULL,
	"content_key" text NOT NULL,
	"origin_id" bigint NOT NULL,
	"record_no" integer NOT NULL,
	"place" text NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	"is_first" boolean NOT NULL,
	"told" jsonb NOT NULL,
	CONSTRAINT "change_tellings_pk" PRIMARY KEY("workspace_id","source_id","telling_key","content_key","origin_id")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"workspace_id" integer NOT NULL,
	"source_id" bigint NOT NULL,
	"change_key" text NOT NULL,
	"id" bigint NOT NULL,
	"telling_key" text NOT NULL,
	"kind" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"service" text,
	"team" text,
	"environment" text,
	"rule" text,
	"title" text NOT NULL,
	"url" text,
	"by" text,
	"is_rollback" boolean NOT NULL,
	"origin_id" bigint NOT NULL,
	"place" text NOT NULL,
	CONSTRAINT "changes_pk" PRIMARY KEY("workspace_id","source_id","change_key"),
	CONSTRAINT "changes_id" UNIQUE("workspace_id","id"),
	CONSTRAINT "changes_kind" CHECK (kind in ('deploy', 'config', 'rule-edit', 'maintenance', 'scale', 'drill'))
);
--> statement-breakpoint
CREATE INDEX "change_tellings_origin" ON "change_tellings" USING btree ("workspace_id","origin_id");--> statement-breakpoint
CREATE INDEX "changes_telling" ON "changes" USING btree ("workspace_id","source_id","telling_key");--> statement-breakpoint
CREATE INDEX "changes_started" ON "changes" USING btree ("workspace_id","starts_at");--> statement-breakpoint
CREATE INDEX "changes_ended" ON "changes" USING btree ("workspace_id",coalesce(ends_at, starts_at));