DROP INDEX "interruption_pages_page";--> statement-breakpoint
DROP INDEX "interruptions_date";--> statement-breakpoint
DROP INDEX "pages_triggered";--> statement-breakpoint
CREATE INDEX "pages_team" ON "pages" USING btree ("workspace_id","team","triggered_at","signature_id");--> statement-breakpoint
CREATE INDEX "interruption_pages_page" ON "interruption_pages" USING btree ("workspace_id","page_id","person_id");--> statement-breakpoint
CREATE INDEX "interruptions_date" ON "interruptions" USING btree ("workspace_id","local_date","signature_id","person_id","hour_class","verdict","night","estimated");--> statement-breakpoint
CREATE INDEX "pages_triggered" ON "pages" USING btree ("workspace_id","triggered_at","id","signature_id","team","verdict","reason");
