CREATE TABLE "digest_pictures" (
	"workspace_id" integer NOT NULL,
	"token_hash" text NOT NULL,
	"png" "bytea" NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "digest_pictures_pk" PRIMARY KEY("workspace_id","token_hash")
);
--> statement-breakpoint
CREATE INDEX "digest_pictures_hash" ON "digest_pictures" USING btree ("token_hash");
