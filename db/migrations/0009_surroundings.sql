CREATE TABLE "learnt_surroundings" (
	"workspace_id" integer PRIMARY KEY NOT NULL,
	"pages" integer NOT NULL,
	"fresh" integer NOT NULL,
	"learnt" jsonb NOT NULL,
	"classifier_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "page_surroundings" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"around" jsonb NOT NULL,
	CONSTRAINT "page_surroundings_pk" PRIMARY KEY("workspace_id","page_id")
);
