CREATE TABLE "model_records" (
	"workspace_id" integer NOT NULL,
	"of" text NOT NULL,
	"record" jsonb NOT NULL,
	"calibration" jsonb NOT NULL,
	"entries_hash" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "model_records_pk" PRIMARY KEY("workspace_id","of"),
	CONSTRAINT "model_records_of" CHECK (of in ('sorter', 'predictor'))
);
--> statement-breakpoint
CREATE TABLE "model_runs" (
	"workspace_id" integer PRIMARY KEY NOT NULL,
	"asked" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"run_at" timestamp with time zone DEFAULT now() NOT NULL,
	"leased_until" timestamp with time zone,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "predictions" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"probability" double precision NOT NULL,
	"prior" double precision NOT NULL,
	"logistic" double precision NOT NULL,
	"basis" text NOT NULL,
	"calibration" text NOT NULL,
	"fell_back" boolean NOT NULL,
	"model_at" timestamp with time zone,
	CONSTRAINT "predictions_pk" PRIMARY KEY("workspace_id","page_id"),
	CONSTRAINT "predictions_basis" CHECK (basis in ('prior', 'logistic')),
	CONSTRAINT "predictions_calibration" CHECK (calibration in ('none', 'platt', 'isotonic'))
);
--> statement-breakpoint
CREATE TABLE "predictor_models" (
	"workspace_id" integer NOT NULL,
	"fitted_at" timestamp with time zone NOT NULL,
	"classifier_version" integer NOT NULL,
	"model" jsonb NOT NULL,
	CONSTRAINT "predictor_models_pk" PRIMARY KEY("workspace_id","fitted_at")
);
--> statement-breakpoint
CREATE TABLE "record_entries" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"verdict" text NOT NULL,
	"probability" real NOT NULL,
	"reason" text,
	"classifier_version" integer NOT NULL,
	CONSTRAINT "record_entries_pk" PRIMARY KEY("workspace_id","page_id"),
	CONSTRAINT "record_entries_verdict" CHECK (verdict in ('actionable', 'noise', 'unclear'))
);
