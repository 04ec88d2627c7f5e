import type { Sql } from "@/db/ctx";

/** Of a note `n`: the report was published with it, so that it stays as it is. */
export const isPublishedNote = (sql: Sql) => sql`exists (
  select from reports r where r.workspace_id = n.workspace_id and r.subject = n.subject and r.week = n.week
    and r.published_at >= n.made_at)`;
