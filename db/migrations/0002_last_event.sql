ALTER TABLE "inbox" ADD COLUMN "last_event_at" timestamp with time zone;--> statement-breakpoint
UPDATE "inbox" d SET "last_event_at" = v.at FROM (
	SELECT i.workspace_id, i.id, max(e.at) AS at FROM "sources" s
	CROSS JOIN LATERAL (
		SELECT workspace_id, id FROM "inbox"
		WHERE workspace_id = s.workspace_id AND source_id = s.id ORDER BY received_at DESC LIMIT 50
	) i
	JOIN "page_events" e ON e.workspace_id = i.workspace_id AND e.origin_id = i.id
	GROUP BY i.workspace_id, i.id
) v WHERE d.workspace_id = v.workspace_id AND d.id = v.id;--> statement-breakpoint
ALTER TABLE "pages" ALTER COLUMN "seconds_to_acknowledge" SET DATA TYPE double precision;
