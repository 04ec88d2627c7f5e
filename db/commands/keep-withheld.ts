import type { WorkCtx } from "@/db/ctx";
import type { WireAlert } from "@/db/outbound/send-silence";
import { signatureOf } from "@/lib/ingest/signature-of";
import { SIGNATURE_VERSIONS } from "@/lib/ingest/signature-version";
import type { Instant } from "@/lib/model/instant";
import type { Verdict } from "@/lib/model/verdict";
import { readAlert } from "@/lib/providers/alert-group/read-alert";
import { type NearPage, realBecause } from "@/lib/silence/withheld";
import { DAY_MS } from "@/lib/time/boundaries";

/**
 * Keeps the alerts that a silence withholds now, each with the alert here that it belongs to. One that is not among them
 * any more ended at a time that nobody tells: between the last look and this one, of which this one is kept.
 */
export async function keepWithheld(
  ctx: WorkCtx,
  applicationId: string,
  alerts: readonly WireAlert[],
  now: Instant,
): Promise<void> {
  const { sql, workspaceId } = ctx;
  const seenAt = new Date(now);
  for (const { fingerprint, startsAt, labels } of alerts) {
    const signatureId = await signatureIdOf(ctx, labels);
    await sql`
      insert into withheld (workspace_id, application_id, fingerprint, started_at, last_seen_at, labels, signature_id)
      values (${workspaceId}, ${applicationId}, ${fingerprint}, ${new Date(startsAt)}, ${seenAt},
        ${sql.json(labels)}, ${signatureId})
      on conflict (workspace_id, application_id, fingerprint, started_at) do update
        set last_seen_at = excluded.last_seen_at, ended_at = null`;
  }
  await sql`
    update withheld set ended_at = ${seenAt}
    where workspace_id = ${workspaceId} and application_id = ${applicationId} and ended_at is null
      and last_seen_at < ${seenAt}`;
}

/** As its page would have been keyed; null where no page of such an alert ever came. */
async function signatureIdOf(
  { sql, workspaceId }: WorkCtx,
  labels: Readonly<Record<string, string>>,
): Promise<string | null> {
  const wire = { labels, status: "firing", startsAt: "2000-01-01T00:00:00Z" };
  const read = readAlert("alertmanager", wire, { zone: null, receivedAt: null, envelope: null });
  const facts = read.outcome === "accepted" ? read.events[0]?.facts : undefined;
  if (!facts) return null;
  const signatures = SIGNATURE_VERSIONS.map(
    (version) => signatureOf({ provider: "alertmanager", facts }, version).signature,
  );
  const [row] = await sql<{ id: string }[]>`
    select coalesce(
        (select e.into_id from signature_edits e where e.workspace_id = s.workspace_id and e.signature_id = s.id
          and e.kind = 'merge' and e.ended_at is null), s.id) as id
    from signatures s where workspace_id = ${workspaceId} and signature = any(${signatures})
    order by exists (select 1 from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id) desc, s.id limit 1`;
  return row?.id ?? null;
}

/** Verdicts come later than alerts: those of so many days are looked at again. */
const JUDGED_AGAIN_DAYS = 30;
const MOST = 500;

type Unjudged = {
  applicationId: string;
  fingerprint: string;
  startedAt: Date;
  endedAt: Date | null;
  labels: Record<string, string>;
  service: string | null;
  severity: string | null;
};

/** Says of withheld alerts that something real was among them, as soon as anything shows it. Never takes it back. */
export async function judgeWithheld(ctx: WorkCtx, now: Instant): Promise<void> {
  const { sql, workspaceId } = ctx;
  const rows = await sql<Unjudged[]>`
    select w.application_id as "applicationId", w.fingerprint, w.started_at as "startedAt", w.ended_at as "endedAt",
      w.labels, s.service, s.severity
    from withheld w
    join applications a on a.workspace_id = w.workspace_id and a.id = w.application_id
    join decisions d on d.workspace_id = a.workspace_id and d.id = a.decision_id
    join signatures s on s.workspace_id = d.workspace_id and s.id = d.signature_id
    where w.workspace_id = ${workspaceId} and w.real_because is null
      and w.last_seen_at > ${new Date(now - JUDGED_AGAIN_DAYS * DAY_MS)}
    order by w.last_seen_at desc, w.fingerprint limit ${MOST}`;
  for (const row of rows) {
    const { service, severity } = row;
    const alert = { labels: row.labels, startedAt: row.startedAt.getTime(), endedAt: row.endedAt?.getTime() ?? null };
    const near = await pagesNear(ctx, row.labels.service ?? service, alert.startedAt, alert.endedAt ?? now);
    const because = realBecause(alert, { service: row.labels.service ?? service, severity }, near);
    if (because === null) continue;
    await sql`
      update withheld set real_because = ${because}
      where workspace_id = ${workspaceId} and application_id = ${row.applicationId} and fingerprint = ${row.fingerprint}
        and started_at = ${row.startedAt}`;
  }
}

async function pagesNear(
  { sql, workspaceId, settings }: WorkCtx,
  service: string | null,
  from: Instant,
  to: Instant,
): Promise<NearPage[]> {
  if (service === null) return [];
  const rows = await sql<
    { title: string | null; verdict: Verdict | null; priority: string | null; openedAt: Date; endedAt: Date | null }[]
  >`
    select title, verdict, priority, triggered_at as "openedAt", ended_at as "endedAt" from pages
    where workspace_id = ${workspaceId} and service = ${service} and triggered_at < ${new Date(to)}
      and triggered_at > ${new Date(from - DAY_MS)} and (ended_at is null or ended_at > ${new Date(from)})
    order by triggered_at, id limit 200`;
  const top = new Set(settings.topPriorities.map((word) => word.trim().toLowerCase()));
  return rows.map(({ title, verdict, priority, openedAt, endedAt }) => ({
    title,
    verdict,
    topPriority: top.has((priority ?? "").trim().toLowerCase()),
    openedAt: openedAt.getTime(),
    endedAt: endedAt?.getTime() ?? null,
  }));
}
