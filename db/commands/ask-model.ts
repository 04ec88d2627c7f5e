import type { Sql } from "@/db/ctx";

/** Has the model and the predictions worked out again, soon: words or pages changed. In the caller's transaction, if any. */
export async function askModel(sql: Sql, workspaceId: number): Promise<void> {
  await sql`
    insert into model_runs (workspace_id, asked) values (${workspaceId}, 1)
    on conflict (workspace_id) do update set asked = model_runs.asked + 1`;
}

/**
 * Keeps what the engine says of pages that a person has just judged for the first time. Before they are judged again:
 * afterwards it may know more.
 */
export async function keepInferred(sql: Sql, workspaceId: number, gestureId: string): Promise<void> {
  await sql`
    insert into record_entries (workspace_id, page_id, verdict, probability, reason, classifier_version)
    select distinct on (x.page_id) x.workspace_id, x.page_id, x.verdict, x.probability, x.reason, x.classifier_version
    from person_verdicts v
    join engine_words x on x.workspace_id = v.workspace_id and x.page_id = v.subject_id
    where v.workspace_id = ${workspaceId} and v.gesture_id = ${gestureId} and v.subject = 'page'
    order by x.page_id, x.classifier_version desc
    on conflict do nothing`;
}
