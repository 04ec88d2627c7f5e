CREATE TABLE "alert_labels" (
	"workspace_id" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"labels" jsonb NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	CONSTRAINT "alert_labels_pk" PRIMARY KEY("workspace_id","fingerprint")
);
--> statement-breakpoint
CREATE INDEX "alert_labels_told" ON "alert_labels" USING btree ("workspace_id","told_at");
