CREATE TABLE "setting_changes" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "setting_changes_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE INDEX "setting_changes_made" ON "setting_changes" USING btree ("workspace_id","made_at");