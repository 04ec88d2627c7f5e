ALTER TABLE "report_notes" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "report_notes" ADD COLUMN "taken_back_at" timestamp with time zone;