CREATE TABLE "signature_edits" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"kind" text NOT NULL,
	"signature_id" bigint NOT NULL,
	"into_id" bigint,
	"rule" jsonb,
	"user_id" bigint NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by_user_id" bigint,
	CONSTRAINT "signature_edits_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "signature_edits_kind" CHECK (kind in ('merge', 'split')),
	CONSTRAINT "signature_edits_what" CHECK ((kind = 'merge') = (into_id is not null) and (kind = 'split') = (rule is not null))
);
--> statement-breakpoint
ALTER TABLE "pages" ADD COLUMN "via" bigint[];--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "severity" text;--> statement-breakpoint
ALTER TABLE "signatures" ADD COLUMN "part" text;--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "signature_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "signature_edits_signature" ON "signature_edits" USING btree ("workspace_id","signature_id");--> statement-breakpoint
CREATE INDEX "signature_edits_into" ON "signature_edits" USING btree ("workspace_id","into_id");--> statement-breakpoint
CREATE UNIQUE INDEX "signature_edits_merge" ON "signature_edits" USING btree ("workspace_id","signature_id") WHERE kind = 'merge' and ended_at is null;--> statement-breakpoint
CREATE INDEX "pages_moved" ON "pages" USING btree ("workspace_id","signature_id") WHERE via is not null;