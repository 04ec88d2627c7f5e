CREATE INDEX "pages_closed" ON "pages" USING btree ("workspace_id","ended_by_person_id","ended_at") WHERE ended_by_person_id is not null;--> statement-breakpoint
-- Each page is written again when it is judged: with room beside it, its indexes need not hear of that.
ALTER TABLE "pages" SET (fillfactor = 80);
