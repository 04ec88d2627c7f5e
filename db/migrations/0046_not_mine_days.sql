CREATE TABLE "counted_service_owners" (
	"workspace_id" integer NOT NULL,
	"service" text NOT NULL,
	"team_id" bigint NOT NULL,
	"from_date" date NOT NULL,
	"to_date" date NOT NULL,
	CONSTRAINT "counted_service_owners_pk" PRIMARY KEY("workspace_id","service","team_id","from_date")
);
--> statement-breakpoint
CREATE TABLE "not_mine_days" (
	"workspace_id" integer NOT NULL,
	"date" date NOT NULL,
	"leader_id" bigint NOT NULL,
	"not_known" integer NOT NULL,
	"owners" text[] NOT NULL,
	"services" text[] NOT NULL,
	"owner_pages" integer[] NOT NULL,
	"owner_noise" integer[] NOT NULL,
	"owner_last" bigint[] NOT NULL,
	"handed_teams" integer[] NOT NULL,
	"handed_pages" integer[] NOT NULL,
	"longest" bigint[] NOT NULL,
	"longest_teams" integer[] NOT NULL,
	CONSTRAINT "not_mine_days_pk" PRIMARY KEY("workspace_id","date","leader_id")
);
--> statement-breakpoint
CREATE INDEX "not_mine_days_leader" ON "not_mine_days" USING btree ("workspace_id","leader_id","date");--> statement-breakpoint
INSERT INTO "counted_service_owners" ("workspace_id", "service", "team_id", "from_date", "to_date") SELECT "workspace_id", "service", "team_id", "from_date", "to_date" FROM "service_owners";--> statement-breakpoint
INSERT INTO "dirty_rollups" ("workspace_id", "rollup", "date", "subject_id") SELECT DISTINCT "workspace_id", 'leader_days', "date", 0 FROM "leader_days" ON CONFLICT DO NOTHING;
