ALTER TABLE "page_folds" ADD COLUMN "packed" text;--> statement-breakpoint
-- Every page is rewritten once, by its verdict: with room beside it the indexes stay as they are.
ALTER TABLE "pages" SET (fillfactor = 80);