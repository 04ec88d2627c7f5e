import type { Sql } from "@/db/ctx";

/**
 * Stores the imported company once more beside the first: the same pages of other alerts, services, teams and people, so
 * that a benchmark has a million pages without importing them.
 */
export async function copyCompany(sql: Sql, copy: number): Promise<void> {
  const end = `~${copy}`;
  const other = (column: string) =>
    sql`(('x' || left(md5(${sql(column)}::text || ${end}), 16))::bit(64)::bigint & 9223372036854775807)`;
  // The first company is what has no tilde and number at the end of its keys.
  const first = sql`p.page_key !~ '~[0-9]+$'`;
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, environment, kind, key)
    select workspace_id, ${other("id")}, signature || ${end}, provider, service || ${end}, environment, kind, key
    from signatures where signature !~ '~[0-9]+$'
    on conflict do nothing`;
  await sql`
    insert into pages (workspace_id, id, provider, page_key, signature_id, title, service, team, urgency, priority,
      triggered_at, ended_at, ended_by, raised_by, ended_by_person_id, acknowledged_at, seconds_to_acknowledge,
      knows_acknowledgements, last_event_at)
    select workspace_id, ${other("id")}, provider, page_key || ${end}, ${other("signature_id")}, title, service || ${end},
      team || ${end}, urgency, priority, triggered_at, ended_at, ended_by, raised_by, ended_by_person_id # ${copy}::bigint,
      acknowledged_at, seconds_to_acknowledge, knows_acknowledgements, last_event_at
    from pages p where ${first}`;
  await sql`
    insert into page_folds (workspace_id, page_id, folded)
    select workspace_id, ${other("page_id")}, regexp_replace(folded::text, '"((?:[a-z]+By)?[pP]erson)": "(\\d+)"', ${`"\\1": "\\2${end}"`}, 'g')::jsonb
      || jsonb_strip_nulls(jsonb_build_object(
        'pageKey', folded->>'pageKey' || ${end},
        'mergedInto', folded->>'mergedInto' || ${end},
        'facts', folded->'facts' || jsonb_strip_nulls(jsonb_build_object(
          'team', folded#>>'{facts,team}' || ${end}, 'service', folded#>>'{facts,service}' || ${end},
          'number', folded#>>'{facts,number}' || ${String(copy)}))))
    from page_folds f where exists (
      select from pages p where p.workspace_id = f.workspace_id and p.id = f.page_id and ${first})`;
}
