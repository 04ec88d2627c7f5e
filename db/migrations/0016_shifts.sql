CREATE TABLE "shift_repeats" (
	"workspace_id" integer NOT NULL,
	"shift_id" bigint NOT NULL,
	"origin_id" bigint NOT NULL,
	"record_no" integer NOT NULL,
	CONSTRAINT "shift_repeats_pk" PRIMARY KEY("workspace_id","shift_id","origin_id")
);
--> statement-breakpoint
ALTER TABLE "on_call_shifts" ADD COLUMN "account_id" bigint;--> statement-breakpoint
ALTER TABLE "on_call_shifts" ADD COLUMN "record_no" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "shift_repeats_origin" ON "shift_repeats" USING btree ("workspace_id","origin_id");--> statement-breakpoint
CREATE INDEX "on_call_shifts_account" ON "on_call_shifts" USING btree ("workspace_id","account_id");