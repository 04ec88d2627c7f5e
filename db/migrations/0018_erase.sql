CREATE TABLE "workspace_keys" (
	"workspace_id" integer PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "names_erased" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "redacted_at" timestamp with time zone;