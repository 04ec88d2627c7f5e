CREATE TABLE "audit" (
	"workspace_id" integer NOT NULL,
	"no" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"user_id" bigint,
	"what" text NOT NULL,
	"person_ids" bigint[] NOT NULL,
	"details" jsonb NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_pk" PRIMARY KEY("workspace_id","no")
);
--> statement-breakpoint
CREATE TABLE "heat_weeks" (
	"workspace_id" integer NOT NULL,
	"week" date NOT NULL,
	"team_id" bigint NOT NULL,
	"weekday" smallint NOT NULL,
	"hour" smallint NOT NULL,
	"actionable" smallint DEFAULT 0 NOT NULL,
	"noise" smallint DEFAULT 0 NOT NULL,
	"unclear" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "heat_weeks_pk" PRIMARY KEY("workspace_id","week","team_id","weekday","hour")
);
--> statement-breakpoint
CREATE TABLE "leader_days" (
	"workspace_id" integer NOT NULL,
	"date" date NOT NULL,
	"leader_id" bigint NOT NULL,
	"actionable" integer NOT NULL,
	"noise" integer NOT NULL,
	"unclear" integer NOT NULL,
	CONSTRAINT "leader_days_pk" PRIMARY KEY("workspace_id","date","leader_id")
);
--> statement-breakpoint
CREATE TABLE "objections" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"page_id" bigint,
	"note" text NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"settled_by" bigint,
	"answer" text,
	CONSTRAINT "objections_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "on_call_shifts" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"schedule" text,
	"team" text,
	"level" smallint NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"origin_id" bigint NOT NULL,
	CONSTRAINT "on_call_shifts_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "on_call_shifts_kind" CHECK (kind in ('schedule', 'on-call-export', 'file', 'sample')),
	CONSTRAINT "on_call_shifts_order" CHECK (from_at < to_at)
);
--> statement-breakpoint
CREATE TABLE "person_days" (
	"workspace_id" integer NOT NULL,
	"local_date" date NOT NULL,
	"person_id" bigint NOT NULL,
	"pages_first" smallint DEFAULT 0 NOT NULL,
	"pages_escalated" smallint DEFAULT 0 NOT NULL,
	"pages_unknown_line" smallint DEFAULT 0 NOT NULL,
	"pages_actionable" smallint DEFAULT 0 NOT NULL,
	"pages_noise" smallint DEFAULT 0 NOT NULL,
	"pages_unclear" smallint DEFAULT 0 NOT NULL,
	"sleep_actionable" smallint DEFAULT 0 NOT NULL,
	"sleep_noise" smallint DEFAULT 0 NOT NULL,
	"sleep_unclear" smallint DEFAULT 0 NOT NULL,
	"off_actionable" smallint DEFAULT 0 NOT NULL,
	"off_noise" smallint DEFAULT 0 NOT NULL,
	"off_unclear" smallint DEFAULT 0 NOT NULL,
	"business_actionable" smallint DEFAULT 0 NOT NULL,
	"business_noise" smallint DEFAULT 0 NOT NULL,
	"business_unclear" smallint DEFAULT 0 NOT NULL,
	"estimated" smallint DEFAULT 0 NOT NULL,
	"disrupted_hours" smallint DEFAULT 0 NOT NULL,
	"disrupted_nights" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "person_days_pk" PRIMARY KEY("workspace_id","local_date","person_id")
);
--> statement-breakpoint
CREATE TABLE "response_efforts" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"minutes" integer NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "response_efforts_pk" PRIMARY KEY("workspace_id","page_id","person_id"),
	CONSTRAINT "response_efforts_minutes" CHECK (minutes between 0 and 10080)
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"team_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	"origin" text NOT NULL,
	CONSTRAINT "memberships_pk" PRIMARY KEY("workspace_id","person_id","team_id","from_date"),
	CONSTRAINT "memberships_origin" CHECK (origin in ('hand', 'file', 'provider', 'sample'))
);
--> statement-breakpoint
CREATE TABLE "org_closure" (
	"workspace_id" integer NOT NULL,
	"leader_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	"depth" smallint NOT NULL,
	CONSTRAINT "org_closure_pk" PRIMARY KEY("workspace_id","leader_id","person_id","from_date")
);
--> statement-breakpoint
CREATE TABLE "person_zones" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"time_zone" text NOT NULL,
	"country" text,
	"region" text,
	CONSTRAINT "person_zones_pk" PRIMARY KEY("workspace_id","person_id","from_date")
);
--> statement-breakpoint
CREATE TABLE "reporting_lines" (
	"workspace_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	"leader_id" bigint NOT NULL,
	"origin" text NOT NULL,
	CONSTRAINT "reporting_lines_pk" PRIMARY KEY("workspace_id","person_id","from_date"),
	CONSTRAINT "reporting_lines_origin" CHECK (origin in ('hand', 'file', 'provider', 'sample'))
);
--> statement-breakpoint
CREATE TABLE "service_owners" (
	"workspace_id" integer NOT NULL,
	"service" text NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	"team_id" bigint NOT NULL,
	"origin" text NOT NULL,
	CONSTRAINT "service_owners_pk" PRIMARY KEY("workspace_id","service","from_date"),
	CONSTRAINT "service_owners_origin" CHECK (origin in ('hand', 'file', 'provider', 'sample'))
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"name" text NOT NULL,
	"hours" jsonb,
	CONSTRAINT "teams_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "teams_name" UNIQUE("workspace_id","name")
);
--> statement-breakpoint
CREATE TABLE "tombstones" (
	"workspace_id" integer NOT NULL,
	"digest" text NOT NULL,
	"person_id" bigint NOT NULL,
	"erased_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tombstones_pk" PRIMARY KEY("workspace_id","digest")
);
--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "line" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "region" text;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "hours" jsonb;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "leads" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "people" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "person_id" bigint;--> statement-breakpoint
ALTER TABLE "heat_weeks" ADD CONSTRAINT "heat_weeks_team_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "response_efforts" ADD CONSTRAINT "response_efforts_person_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_team_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_zones" ADD CONSTRAINT "person_zones_person_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reporting_lines" ADD CONSTRAINT "reporting_lines_person_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reporting_lines" ADD CONSTRAINT "reporting_lines_leader_fk" FOREIGN KEY ("workspace_id","leader_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_owners" ADD CONSTRAINT "service_owners_team_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "audit_people" ON "audit" USING gin ("person_ids");--> statement-breakpoint
CREATE INDEX "leader_days_leader" ON "leader_days" USING btree ("workspace_id","leader_id","date");--> statement-breakpoint
CREATE INDEX "objections_person" ON "objections" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "on_call_shifts_person" ON "on_call_shifts" USING btree ("workspace_id","person_id","from_at");--> statement-breakpoint
CREATE INDEX "on_call_shifts_from" ON "on_call_shifts" USING btree ("workspace_id","from_at");--> statement-breakpoint
CREATE INDEX "on_call_shifts_origin" ON "on_call_shifts" USING btree ("workspace_id","origin_id");--> statement-breakpoint
CREATE INDEX "person_days_person" ON "person_days" USING btree ("workspace_id","person_id","local_date");--> statement-breakpoint
CREATE INDEX "memberships_team" ON "memberships" USING btree ("workspace_id","team_id");--> statement-breakpoint
CREATE INDEX "org_closure_person" ON "org_closure" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "reporting_lines_leader" ON "reporting_lines" USING btree ("workspace_id","leader_id");--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_line" CHECK (line in ('first', 'escalated'));