CREATE TABLE "flag_runs" (
	"workspace_id" integer PRIMARY KEY NOT NULL,
	"ran_at" timestamp with time zone NOT NULL,
	"seen" integer NOT NULL
);
