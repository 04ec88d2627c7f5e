-- A fold is kept once, packed: written anew, alert by alert, as it is read. What was never packed stays JSON until it is folded again.
ALTER TABLE "page_folds" RENAME TO "page_folds_before";--> statement-breakpoint
ALTER TABLE "page_folds_before" RENAME CONSTRAINT "page_folds_pk" TO "page_folds_before_pk";--> statement-breakpoint
CREATE TABLE "page_folds" (
	"workspace_id" integer NOT NULL,
	"page_id" bigint NOT NULL,
	"packed" text NOT NULL,
	CONSTRAINT "page_folds_pk" PRIMARY KEY("workspace_id","page_id")
);
--> statement-breakpoint
INSERT INTO "page_folds" ("workspace_id", "page_id", "packed")
SELECT f.workspace_id, f.page_id, coalesce(f.packed, f.folded::text)
FROM page_folds_before f LEFT JOIN pages p ON p.workspace_id = f.workspace_id AND p.id = f.page_id
ORDER BY f.workspace_id, p.signature_id, p.triggered_at;--> statement-breakpoint
DROP TABLE "page_folds_before";--> statement-breakpoint
ALTER TABLE "findings" ALTER COLUMN "page_ids" SET STORAGE EXTERNAL;
