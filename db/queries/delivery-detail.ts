import { deliveryRows, readDelivery } from "@/db/commands/read-deliveries";
import type { Ctx } from "@/db/ctx";
import { idOf } from "@/db/ids";
import type { DeliveryDetail } from "@/lib/contract/ledger";
import type { ChangeTelling } from "@/lib/model/change";
import { maskSecrets, maskText, namesSecret } from "@/lib/privacy/mask-secrets";
import type { ParsedRecord } from "@/lib/providers/provider";
import { deliveryRow } from "./deliveries";
import { nameless } from "./named/nameless";
import { sightOf } from "./named/sight-of";

/** More of a body nobody reads on a screen. */
const SHOWN_CHARACTERS = 200_000;
const SHOWN_RECORDS = 500;

type PageName = DeliveryDetail["pages"][number];

/** One delivery as it came, secrets and people out of sight masked, and what became of each record. */
export async function deliveryDetail(ctx: Ctx, id: string): Promise<DeliveryDetail> {
  const { sql, workspaceId } = ctx;
  const delivery = await deliveryRow(ctx, id);
  const [raw] = await deliveryRows(sql, workspaceId, [id]);
  const [more] = await sql<{ headers: Record<string, string>; repeats: number; hints: string[] | null }[]>`
    select d.headers,
      (select count(*)::int from inbox_repeats r where r.workspace_id = d.workspace_id and r.source_id = d.source_id
        and r.delivery_key = d.delivery_key) as repeats,
      (select array_agg(distinct hint) from source_secrets k where k.workspace_id = d.workspace_id) as hints
    from inbox d where d.workspace_id = ${workspaceId} and d.id = ${id}`;
  const hints = more?.hints ?? [];
  const records = raw?.body ? await recordsOf(() => readDelivery({ ...raw, paused: false })) : [];
  const pages = await pagesOf(ctx, id, records);
  const shown = shownBody(raw?.body ?? null, hints);
  const { named } = await sightOf(ctx);
  const redactor = await nameless(ctx, named, shown.body === null ? [] : [shown.body]);
  return {
    delivery,
    headers: maskedHeaders(more?.headers ?? {}, hints),
    contentType: raw?.content_type ?? null,
    ...redactor.deep(shown),
    repeats: more?.repeats ?? 0,
    records: records.slice(0, SHOWN_RECORDS).map((record) => shownRecord(record, pages, workspaceId)),
    pages: [...pages.values()],
  };
}

/** A body on which our code fails is shown all the same: it is what somebody has to look at. */
async function recordsOf(read: () => Promise<ParsedRecord[]>): Promise<ParsedRecord[]> {
  try {
    return await read();
  } catch (error) {
    const why = `could not be read: ${error instanceof Error ? error.message : String(error)}`;
    return [{ where: "body", line: null, outcome: "rejected", why }];
  }
}

/** The pages of its events, and of those that others had told before it. */
async function pagesOf(
  { sql, workspaceId }: Ctx,
  id: string,
  records: readonly ParsedRecord[],
): Promise<Map<string, PageName>> {
  const named = records.flatMap((record) =>
    record.outcome === "accepted" ? record.events.map((it) => idOf(workspaceId, it.provider, it.pageKey)) : [],
  );
  const rows = await sql<PageName[]>`
    select id, page_key as "pageKey", title from pages where workspace_id = ${workspaceId} and (
      id = any(${[...new Set(named)]}::bigint[])
      or id in (select page_id from page_events where workspace_id = ${workspaceId} and origin_id = ${id}))
    order by triggered_at, id`;
  return new Map(rows.map((row) => [row.id, row]));
}

function shownRecord(
  record: ParsedRecord,
  pages: ReadonlyMap<string, PageName>,
  workspaceId: number,
): DeliveryDetail["records"][number] {
  const { where: place, line, outcome } = record;
  if (record.outcome !== "accepted") return { place, line, outcome, why: record.why, issues: [], pages: [] };
  const ids = new Set(record.events.map((it) => idOf(workspaceId, it.provider, it.pageKey)));
  const told = [...ids].flatMap((id) => pages.get(id) ?? []);
  const shown = { place, line, outcome, why: null, issues: [...record.issues], pages: told };
  return record.changes ? { ...shown, changes: record.changes.flatMap(linesOf) } : shown;
}

function linesOf({ key, changes }: ChangeTelling): string[] {
  if (changes.length === 0) return [`${key}: called off`];
  return changes.map(({ kind, service, title }) => `${kind}${service === null ? "" : ` of ${service}`}: ${title}`);
}

function maskedHeaders(headers: Readonly<Record<string, string>>, hints: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, namesSecret(name) ? "••••••" : maskText(value, hints)]),
  );
}

function shownBody(body: Uint8Array | null, hints: readonly string[]) {
  if (body === null) return { body: null, isJson: false, cut: false };
  const text = new TextDecoder().decode(body);
  const json = asJson(text, hints);
  const whole = json ?? maskText(text, hints);
  const cut = whole.length > SHOWN_CHARACTERS;
  return { body: cut ? whole.slice(0, SHOWN_CHARACTERS).toWellFormed() : whole, isJson: json !== null, cut };
}

/** Indented; null where it is no JSON. */
function asJson(text: string, hints: readonly string[]): string | null {
  try {
    return JSON.stringify(maskSecrets(JSON.parse(text), hints), null, 2);
  } catch (error) {
    // Nested more deeply than can be walked: shown as it is.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}
