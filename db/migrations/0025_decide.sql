ALTER TABLE "decisions" ADD COLUMN "ended_page_ids" bigint[];--> statement-breakpoint
ALTER TABLE "watch_windows" ADD COLUMN "hidden_page_ids" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "watch_windows" ADD COLUMN "earlier" jsonb DEFAULT '[]'::jsonb NOT NULL;