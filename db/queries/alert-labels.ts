import type { WorkCtx } from "@/db/ctx";
import type { Scope, ScopeField } from "@/lib/model/scope";
import { labelsIn, PROVIDERS_WITH_LABELS } from "@/lib/providers/alert-group/labels-in";
import type { Labels } from "@/lib/silence/label-matcher";
import { compileScope } from "@/lib/silence/scope";

const WITH_LABELS = PROVIDERS_WITH_LABELS as string[];
/** As many as are read at once; the newest first. */
const MOST_KNOWN = 4_000;
const MOST_DELIVERIES = 400;
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_OWN = 100;

/** A recent alert whose labels a kept delivery tells, with the page that it was. */
type KnownAlert = { labels: Labels; signatureId: string; title: string | null };

export type AlertLabels = { inside: readonly KnownAlert[]; outside: readonly KnownAlert[] };

type PageRow = Record<ScopeField, string | null> & { fingerprint: string; signature: string };

/**
 * Labels of recent alerts, those that a scope is about and all others. Labels are no facts of a page: they are kept as
 * deliveries told them, and those of deliveries from before they were stand in the bodies that are kept.
 */
export async function alertLabels(
  ctx: Pick<WorkCtx, "sql" | "workspaceId">,
  scope: Scope,
  signatureId: string,
): Promise<AlertLabels> {
  const [bodies, kept] = await Promise.all([recentBodies(ctx, signatureId), keptLabels(ctx, signatureId)]);
  const byFingerprint = new Map([...bodies.flatMap((body) => [...labelsIn(body)]), ...kept]);
  const holds = compileScope(scope);
  const seen = new Map<string, { known: KnownAlert; isInside: boolean }>();
  for (const row of await pagesOf(ctx, [...byFingerprint.keys()])) {
    const labels = byFingerprint.get(row.fingerprint);
    if (!labels) continue;
    const known = { labels, signatureId: row.signature, title: row.title };
    seen.set(`${row.fingerprint} ${row.signature}`, { known, isInside: holds(row) });
  }
  const all = [...seen.values()];
  return {
    inside: all.filter(({ isInside }) => isInside).map(({ known }) => known),
    outside: all.filter(({ isInside }) => !isInside).map(({ known }) => known),
  };
}

/** Of the alert itself, and the newest of all. */
async function keptLabels(
  { sql, workspaceId }: Pick<WorkCtx, "sql" | "workspaceId">,
  signatureId: string,
): Promise<(readonly [fingerprint: string, labels: Labels])[]> {
  const rows = await sql<{ fingerprint: string; labels: Labels }[]>`
    with own as (
      select split_part(page_key, '@', 1) as fingerprint from pages
      where workspace_id = ${workspaceId} and signature_id = ${signatureId} and provider = any(${WITH_LABELS})
      order by triggered_at desc limit ${MOST_OWN}
    ), newest as (
      select fingerprint from alert_labels where workspace_id = ${workspaceId} order by told_at desc limit ${MOST_KNOWN}
    )
    select fingerprint, labels from alert_labels
    where workspace_id = ${workspaceId}
      and fingerprint in (select fingerprint from own union select fingerprint from newest)`;
  return rows.map(({ fingerprint, labels }) => [fingerprint, labels] as const);
}

/** Those that told the pages of the alert, and the newest of all. */
async function recentBodies(
  { sql, workspaceId }: Pick<WorkCtx, "sql" | "workspaceId">,
  signatureId: string,
): Promise<Uint8Array[]> {
  const rows = await sql<{ body: Uint8Array; bytes: number }[]>`
    with own as (
      select distinct e.origin_id as id from (
        select id from pages where workspace_id = ${workspaceId} and signature_id = ${signatureId}
        order by triggered_at desc limit ${MOST_OWN}) p
      join page_events e on e.workspace_id = ${workspaceId} and e.page_id = p.id
      where e.origin_id is not null and e.kind = 'triggered'
    ), newest as (
      select d.id from inbox d join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
      where d.workspace_id = ${workspaceId} and s.provider = any(${WITH_LABELS}) and d.body is not null
      order by d.received_at desc limit ${MOST_DELIVERIES}
    ), chosen as (
      select d.body, d.bytes, d.received_at, d.id in (select id from own) as is_own, d.id,
        sum(d.bytes) over (order by d.id in (select id from own) desc, d.received_at desc, d.id) as so_far
      from inbox d join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
      where d.workspace_id = ${workspaceId} and d.body is not null and s.provider = any(${WITH_LABELS})
        and (d.id in (select id from own) or d.id in (select id from newest))
    )
    select body, bytes from chosen where so_far <= ${MOST_BYTES} order by is_own, received_at, id`;
  return rows.map(({ body }) => body);
}

/** The part of a page's key before the @ is the fingerprint of its labels. */
async function pagesOf(
  { sql, workspaceId }: Pick<WorkCtx, "sql" | "workspaceId">,
  fingerprints: readonly string[],
): Promise<PageRow[]> {
  if (fingerprints.length === 0) return [];
  return sql<PageRow[]>`
    select distinct on (1, p.signature_id) split_part(p.page_key, '@', 1) as fingerprint, p.signature_id as signature,
      p.service, p.team, p.title, p.urgency, p.priority, s.environment, s.severity
    from pages p join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
    where p.workspace_id = ${workspaceId} and p.provider = any(${WITH_LABELS})
      and split_part(p.page_key, '@', 1) = any(${fingerprints as string[]})
      and p.triggered_at > (select max(triggered_at) - interval '90 days' from pages where workspace_id = ${workspaceId})
    order by 1, p.signature_id, p.triggered_at desc`;
}
