ALTER TABLE "verdicts" ALTER COLUMN "votes" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "against" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "verdicts" ALTER COLUMN "against" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "packed_votes" text;--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "packed_covered" text;