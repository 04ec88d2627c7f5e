import type { Ctx } from "@/db/ctx";
import type { Gap } from "@/lib/contract/backfill";
import { LONGEST_NEEDED, unusualSilences } from "@/lib/ingest/unusual-silences";
import type { Instant } from "@/lib/model/instant";

const DAYS = 90;
const HOUR_MS = 3_600_000;

/**
 * Spans of the last 90 days in which deliveries of a webhook may be missing, latest first: it was silent for longer than
 * usual, or requests were turned away. What a finished backfill has covered is no gap any more.
 */
export async function findGaps(ctx: Ctx, sourceId: string): Promise<Gap[]> {
  const gaps = [...(await silences(ctx, sourceId)), ...(await refused(ctx, sourceId))];
  const covered = await fetchedSpans(ctx, sourceId);
  return gaps
    .filter(({ from, to }) => !covered.some(({ since, until }) => since <= at(from) && until >= at(to)))
    .sort((a, b) => at(b.from) - at(a.from) || a.why.localeCompare(b.why));
}

function at(text: string): Instant {
  return Date.parse(text);
}

async function silences({ sql, workspaceId, now }: Ctx, sourceId: string): Promise<Gap[]> {
  const rows = await sql<{ from: Date; to: Date; deliveries: number }[]>`
    with told as (
      select received_at from inbox
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and via in ('webhook', 'spool')
        and received_at >= ${new Date(now - DAYS * 24 * HOUR_MS)} and received_at <= ${new Date(now)}
    ), silences as (
      select received_at as "from", coalesce(lead(received_at) over (order by received_at), ${new Date(now)}) as "to"
      from told
    )
    select "from", "to", (select count(*)::int from told) as deliveries from silences
    order by "to" - "from" desc, "from" limit ${LONGEST_NEEDED}`;
  const longest = rows.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() }));
  return unusualSilences(longest, rows[0]?.deliveries ?? 0).map(({ from, to }) =>
    gapOf("silent", from, to, now, 0, `Nothing came for ${duration(to - from)}, far longer than usual.`),
  );
}

async function refused({ sql, workspaceId, now }: Ctx, sourceId: string): Promise<Gap[]> {
  const rows = await sql<{ from: Date; to: Date; requests: number }[]>`
    select min(first_at) as "from", max(last_at) as "to", sum(requests)::int as requests from refusals
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and last_at >= ${new Date(now - DAYS * 24 * HOUR_MS)}
    group by day order by day`;
  return rows.map(({ from, to, requests }) => {
    const message = `${requests} ${requests === 1 ? "request was" : "requests were"} turned away.`;
    return gapOf("refused", from.getTime(), to.getTime(), now, requests, message);
  });
}

/** Fetched in whole hours around it, so that what was on its way at either end is in it. */
function gapOf(why: Gap["why"], from: Instant, to: Instant, now: Instant, requests: number, message: string): Gap {
  const iso = (instant: Instant) => new Date(instant).toISOString();
  return {
    from: iso(from),
    to: iso(to),
    why,
    message,
    refused: requests,
    since: iso(Math.floor(from / HOUR_MS) * HOUR_MS),
    until: iso(Math.min(now, Math.ceil((to + 1) / HOUR_MS) * HOUR_MS)),
  };
}

function duration(ms: number): string {
  const hours = ms / HOUR_MS;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}

async function fetchedSpans(
  { sql, workspaceId }: Ctx,
  sourceId: string,
): Promise<{ since: Instant; until: Instant }[]> {
  const rows = await sql<{ since: Date; until: Date }[]>`
    select since, until from backfills
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and state = 'done'`;
  return rows.map(({ since, until }) => ({ since: since.getTime(), until: until.getTime() }));
}
