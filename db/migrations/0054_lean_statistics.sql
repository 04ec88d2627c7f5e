-- Nobody seeks by these: to sample them takes most of the time in which a table is looked through.
ALTER TABLE "findings" ALTER COLUMN "claim" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "findings" ALTER COLUMN "facts" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "findings" ALTER COLUMN "thresholds" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "findings" ALTER COLUMN "page_ids" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "page_folds" ALTER COLUMN "packed" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "page_surroundings" ALTER COLUMN "around" SET STATISTICS 0;
