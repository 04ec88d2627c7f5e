CREATE TABLE "digest_sends" (
	"workspace_id" integer NOT NULL,
	"digest_id" bigint NOT NULL,
	"period" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"leased_until" timestamp with time zone,
	"sent_at" timestamp with time zone,
	"said" text,
	CONSTRAINT "digest_sends_pk" PRIMARY KEY("workspace_id","digest_id","period"),
	CONSTRAINT "digest_sends_state" CHECK (state in ('waiting', 'preparing', 'sending', 'sent', 'failed', 'unknown', 'nothing', 'skipped'))
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"kind" text NOT NULL,
	"team_id" bigint,
	"owner_user_id" bigint,
	"channel" text NOT NULL,
	"address" text,
	"sealed" text,
	"shown" text NOT NULL,
	"trigger" text NOT NULL,
	"weekday" smallint,
	"minute" smallint,
	"zone" text NOT NULL,
	"enabled" boolean NOT NULL,
	"runs_from" timestamp with time zone NOT NULL,
	"unsubscribed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"created_by_user_id" bigint NOT NULL,
	CONSTRAINT "digests_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "digests_kind" CHECK (kind in ('weekly', 'end-of-shift')),
	CONSTRAINT "digests_channel" CHECK (channel in ('email', 'slack', 'webhook')),
	CONSTRAINT "digests_trigger" CHECK (trigger in ('clock', 'shift-end')),
	CONSTRAINT "digests_place" CHECK ((channel = 'email') = (address is not null)),
	CONSTRAINT "digests_secret" CHECK ((channel = 'email') = (sealed is null)),
	CONSTRAINT "digests_time" CHECK ((trigger = 'clock') = (minute is not null)),
	CONSTRAINT "digests_weekly" CHECK (kind <> 'weekly' or (weekday is not null and trigger = 'clock'))
);
--> statement-breakpoint
ALTER TABLE "digest_sends" ADD CONSTRAINT "digest_sends_digest_fk" FOREIGN KEY ("workspace_id","digest_id") REFERENCES "public"."digests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_team_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_sends_open" ON "digest_sends" USING btree ("workspace_id","due_at") WHERE state in ('waiting', 'preparing', 'sending');