import { join } from "node:path";
import type { Ctx } from "@/db/ctx";
import { arrivedOf, STALE_AFTER_MS } from "@/db/staging/arrived";
import { spoolPlace, spoolState } from "@/db/staging/spool";
import type { ImportView, Ledger, Preview, Sources } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { idFrom } from "./pages";
import { sourceList } from "./source-list";

type ImportRecord = Ledger & {
  id: string;
  file_name: string;
  bytes: string;
  state: ImportView["state"];
  preview: Preview | null;
  error: string | null;
  zone: string | null;
  sample: boolean;
  issues: number;
  replaced_shifts: number;
  ignored_reasons: Record<string, number>;
  bytes_read: string;
  created_at: Date;
  finished_at: Date | null;
  seconds: number | null;
  pages: number;
  first_page_at: Date | null;
  last_page_at: Date | null;
  path: string;
  source_id: string | null;
  undone_at: Date | null;
  same_as: { id: string; fileName: string; at: string } | null;
};

/** Every import with its ledger, newest first. */
export async function sources(ctx: Ctx): Promise<Sources> {
  const imports = await Promise.all((await importRecords(ctx)).map((record) => importViewOf(ctx, record)));
  const ledger = { received: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0 };
  for (const row of imports) for (const end of Object.keys(ledger) as (keyof Ledger)[]) ledger[end] += row.ledger[end];
  const [pages] = await ctx.sql<{ n: number; last: Date | null }[]>`
    select count(*)::int as n, max(last_event_at) as last from pages where workspace_id = ${ctx.workspaceId}`;
  return {
    imports,
    configured: await sourceList(ctx),
    spool: await spoolView(ctx),
    ledger,
    sample: imports.some((row) => row.sample),
    lastEventAt: pages?.last?.toISOString() ?? null,
    pages: pages?.n ?? 0,
  };
}

async function spoolView({ dataDir }: Ctx): Promise<Sources["spool"]> {
  const { oldestAt, ...state } = await spoolState(spoolPlace(dataDir));
  return { ...state, oldestAt: oldestAt === null ? null : new Date(oldestAt).toISOString() };
}

export async function importView(ctx: Ctx, id: string): Promise<ImportView> {
  const [record] = await importRecords(ctx, idFrom(id, "import"));
  if (!record) throw new AppError("not-found", "There is no such import.");
  return importViewOf(ctx, record);
}

function importRecords({ sql, workspaceId }: Ctx, id?: string): Promise<ImportRecord[]> {
  const one = id === undefined ? sql`` : sql`and m.id = ${id}`;
  return sql<ImportRecord[]>`
    select m.id, m.file_name, m.bytes, m.state, m.preview, m.error, m.zone, m.sample, m.received, m.stored, m.duplicate,
      m.ignored, m.rejected, m.issues, m.ignored_reasons, m.bytes_read, m.created_at, m.finished_at,
      extract(epoch from coalesce(m.finished_at, now()) - m.started_at)::float8 as seconds,
      m.pages, m.first_page_at, m.last_page_at, m.path, m.source_id, m.undone_at,
      (select count(*)::int from on_call_shifts s where s.workspace_id = m.workspace_id and s.replaced_by = m.id) as replaced_shifts,
      (select jsonb_build_object('id', o.id::text, 'fileName', o.file_name, 'at',
          to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        from imports o where o.workspace_id = m.workspace_id and o.sha256 = m.sha256 and o.id <> m.id and o.received > 0
          and o.created_at < m.created_at and o.state not in ('undoing', 'undone')
        order by o.created_at limit 1) as same_as
    from imports m
    where m.workspace_id = ${workspaceId} ${one}
    order by m.created_at desc, m.id`;
}

/** An upload that is in no file any more has not come far: it is shown from its start. */
async function uploadOf({ dataDir }: Ctx, row: ImportRecord): Promise<ImportView["upload"]> {
  if (row.state !== "uploading") return null;
  const arrived = await arrivedOf(join(dataDir, row.path));
  const lastAt = arrived?.lastAt ?? row.created_at;
  return { arrived: arrived?.bytes ?? 0, discardedAt: new Date(lastAt.getTime() + STALE_AFTER_MS).toISOString() };
}

async function importViewOf(ctx: Ctx, row: ImportRecord): Promise<ImportView> {
  const { received, stored, duplicate, ignored, rejected } = row;
  const [bytes, bytesRead] = [Number(row.bytes), Number(row.bytes_read)];
  const running = row.state === "running" && row.seconds !== null && row.seconds >= 1;
  return {
    id: row.id,
    fileName: row.file_name,
    bytes,
    state: row.state,
    preview: row.preview,
    error: row.error,
    zone: row.zone,
    ledger: { received, stored, duplicate, ignored, rejected },
    ignoredReasons: Object.entries(row.ignored_reasons)
      .map(([why, records]) => ({ why, records }))
      .sort((a, b) => b.records - a.records || (a.why < b.why ? -1 : 1)),
    issues: row.issues,
    replacedShifts: row.replaced_shifts,
    bytesRead,
    rate: row.seconds !== null && row.seconds >= 1 ? received / row.seconds : null,
    secondsLeft: running && bytesRead > 0 ? ((row.seconds ?? 0) * (bytes - bytesRead)) / bytesRead : null,
    pages: row.pages,
    firstPageAt: row.first_page_at?.toISOString() ?? null,
    lastPageAt: row.last_page_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    sameAs: row.same_as,
    sample: row.sample,
    upload: await uploadOf(ctx, row),
    sourceId: row.source_id,
    undoneAt: row.undone_at?.toISOString() ?? null,
  };
}
