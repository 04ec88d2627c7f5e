CREATE TABLE "kept_parts" (
	"workspace_id" integer NOT NULL,
	"part" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	"basis" text NOT NULL,
	"value" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kept_parts_pk" PRIMARY KEY("workspace_id","part","until")
);
