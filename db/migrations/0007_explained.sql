ALTER TABLE "verdicts" ADD COLUMN "against" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "would_change" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "used_page_ids" bigint[] DEFAULT '{}' NOT NULL;