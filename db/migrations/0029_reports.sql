CREATE TABLE "kept_suggestions" (
	"workspace_id" integer NOT NULL,
	"signature_id" bigint NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"basis" text NOT NULL,
	"suggestion" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kept_suggestions_pk" PRIMARY KEY("workspace_id","signature_id","until")
);
--> statement-breakpoint
CREATE TABLE "report_decisions" (
	"workspace_id" integer NOT NULL,
	"week" text NOT NULL,
	"subject" text NOT NULL,
	"decision_id" bigint NOT NULL,
	"by_user_id" bigint NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_decisions_pk" PRIMARY KEY("workspace_id","subject","week","decision_id")
);
--> statement-breakpoint
CREATE TABLE "report_notes" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"week" text NOT NULL,
	"subject" text NOT NULL,
	"section" text NOT NULL,
	"text" text NOT NULL,
	"by_user_id" bigint NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_notes_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "report_notes_section" CHECK (section in ('sentence', 'figures', 'changed', 'worst', 'due', 'last-week', 'load', 'leaders', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"week" text NOT NULL,
	"subject" text NOT NULL,
	"version" integer NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by_user_id" bigint NOT NULL,
	"classifier_version" integer NOT NULL,
	"content" jsonb NOT NULL,
	CONSTRAINT "reports_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "reports_version" UNIQUE("workspace_id","subject","week","version")
);
--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "hand_over" jsonb;--> statement-breakpoint
ALTER TABLE "report_decisions" ADD CONSTRAINT "report_decisions_decision_fk" FOREIGN KEY ("workspace_id","decision_id") REFERENCES "public"."decisions"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_notes_week" ON "report_notes" USING btree ("workspace_id","subject","week");