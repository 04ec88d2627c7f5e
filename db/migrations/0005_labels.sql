CREATE TABLE "label_gestures" (
	"workspace_id" integer NOT NULL,
	"id" bigint NOT NULL,
	"kind" text NOT NULL,
	"no" integer NOT NULL,
	"user_id" bigint NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"words" integer NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by_user_id" bigint,
	CONSTRAINT "label_gestures_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "label_gestures_no" UNIQUE("workspace_id","no"),
	CONSTRAINT "label_gestures_kind" CHECK (kind in ('give', 'withdraw', 'import'))
);
--> statement-breakpoint
ALTER TABLE "person_verdicts" ALTER COLUMN "given_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "pages" ADD COLUMN "word_id" bigint;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "wrong_hour" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "said_by" text;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "tag" text;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "stored_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "person_verdicts" SET "stored_at" = "given_at";--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "from_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "until_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "gesture_id" bigint;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "weight" double precision DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD COLUMN "ended_by_gesture_id" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "person_verdicts_in_force" ON "person_verdicts" USING btree ("workspace_id","subject_id") WHERE subject = 'page' and ended_at is null;--> statement-breakpoint
CREATE INDEX "person_verdicts_gesture" ON "person_verdicts" USING btree ("workspace_id","gesture_id");--> statement-breakpoint
CREATE INDEX "person_verdicts_ended_by" ON "person_verdicts" USING btree ("workspace_id","ended_by_gesture_id");--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD CONSTRAINT "person_verdicts_weight" CHECK (weight > 0 and weight <= 1);--> statement-breakpoint
ALTER TABLE "person_verdicts" ADD CONSTRAINT "person_verdicts_period" CHECK (from_at is null or until_at is null or from_at < until_at);