import { Readable } from "node:stream";
import { storedPage } from "@/db/staging/stored-page";
import type { Judgement } from "@/lib/model/verdict";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { withOwnKeys } from "@/lib/report/qualify-page";
import { createImport } from "./commands/create-import";
import { FIRST_WORKSPACE } from "./commands/set-up-workspace";
import type { Ctx, Sql, WorkCtx } from "./ctx";
import { runImport } from "./jobs/handlers/run-import";
import { explainedAlerts } from "./queries/explained";
import { withRules } from "./work-ctx";

type Target = WorkCtx & { dataDir: string };
type Options = { name?: string; zone?: string | null; sample?: boolean; chunk?: { records: number; events: number } };

/** Keeps a file and queues it, as the upload and the start of an import do. */
export async function queueText(ctx: Target, text: string | Uint8Array, options: Options = {}): Promise<string> {
  const { name = "export.json", zone = null, sample = false } = options;
  const body = Readable.from([Buffer.from(text)]);
  const id = await createImport(ctx, { fileName: name, body, expectedBytes: null, userId: null, sample });
  await ctx.sql`update imports set state = 'queued', zone = ${zone} where id = ${id} and state = 'uploaded'`;
  return id;
}

/** A file through the whole import; its id. */
export async function importText(ctx: Target, text: string | Uint8Array, options: Options = {}): Promise<string> {
  const id = await queueText(ctx, text, options);
  await runImport(ctx, id, { dataDir: ctx.dataDir, ...(options.chunk && { chunk: options.chunk }) });
  return id;
}

/**
 * Empties the workspace but for itself and its users, who are nobody of the people then. To delete the few rows of a
 * test is several times as quick as to truncate, which makes new files for every table and index; references need no
 * look, as nothing stays that refers.
 */
export async function emptyWorkspace({ sql }: Pick<Ctx, "sql">): Promise<void> {
  const deletes = TABLES.map((table) => `delete from ${table}`);
  const [alone, users] = ["set local session_replication_role = replica", "update users set person_id = null"];
  await sql.begin((tx) => tx.unsafe([alone, ...deletes, users].join(";")));
}

const TABLES = [
  "kept_suggestions",
  "kept_parts",
  "report_decisions",
  "report_notes",
  "reports",
  "flag_runs",
  "triage_moves",
  "triage_comments",
  "triage_items",
  "withheld",
  "applications",
  "watch_windows",
  "decisions",
  "audit",
  "counted_closure",
  "counted_memberships",
  "counted_service_owners",
  "dirty_rollups",
  "heat_days",
  "verdict_weeks",
  "heat_weeks",
  "leader_days",
  "leader_weeks",
  "not_mine_days",
  "memberships",
  "objections",
  "on_call_shifts",
  "shift_repeats",
  "org_closure",
  "person_days",
  "person_weeks",
  "person_zones",
  "reporting_lines",
  "response_efforts",
  "service_owners",
  "teams",
  "signature_weeks",
  "team_weeks",
  "tombstones",
  "workspace_keys",
  "imports",
  "inbox",
  "alert_labels",
  "inbox_repeats",
  "ledger_days",
  "ledger_reasons",
  "refusals",
  "sources",
  "rejections",
  "interruption_pages",
  "interruptions",
  "notifications",
  "page_events",
  "event_repeats",
  "page_folds",
  "pages",
  "change_tellings",
  "changes",
  "identities",
  "account_facts",
  "kept_apart",
  "people",
  "page_surroundings",
  "learnt_surroundings",
  "dirty_people",
  "dirty_signatures",
  "signatures",
  "signature_edits",
  "findings",
  "judged_alerts",
  "judgings",
  "person_verdicts",
  "label_gestures",
  "verdicts",
  "model_runs",
  "predictor_models",
  "predictions",
  "record_entries",
  "model_records",
  "setting_changes",
  "backfills",
  "source_secrets",
  "withheld",
  "applications",
  "watch_windows",
  "decisions",
  "triage_comments",
  "triage_moves",
  "triage_items",
  "jobs",
] as const;

/** Who else told what is known, and that the model waits: grows with every import, whatever it brings. */
const TOLD_AGAIN: readonly string[] = ["event_repeats", "shift_repeats", "account_facts", "model_runs"];

export async function tableCounts({ sql }: Pick<Ctx, "sql">): Promise<Record<string, number>> {
  const tables = TABLES.filter((name) => !TOLD_AGAIN.includes(name));
  const counted = [...new Set(tables)].map((name) => `select '${name}' as name, count(*)::int as n from ${name}`);
  const rows = await sql.unsafe<{ name: string; n: number }[]>(counted.join(" union all "));
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

export type Dump = Record<string, string[]>;

/** What was derived, with the providers' keys in place of our ids, in an order of its own. */
export async function dumpOf({ sql }: Pick<Ctx, "sql">): Promise<Dump> {
  const named = await names(sql);
  const tables = {
    pages: sql`select id, provider, page_key, signature_id, title, service, team, urgency, priority, triggered_at, ended_at,
      ended_by, raised_by, ended_by_person_id, acknowledged_at, seconds_to_acknowledge, knows_acknowledgements,
      last_event_at, verdict, probability, reason, origin from pages`,
    page_folds: sql`select page_id, packed from page_folds`,
    notifications: sql`select person_id, at, page_id, channel, estimated, line from notifications`,
    interruptions: sql`select person_id, at, page_id, hour_class, local_date, local_hour, hour_started_at, night, estimated,
      verdict from interruptions`,
    interruption_pages: sql`select person_id, at, page_id, line, rang_first from interruption_pages`,
    person_days: sql`select * from person_days`,
    verdicts: sql`select page_id, classifier_version, verdict, probability, reason from engine_words`,
    findings: sql`select signature_id, detector, claim, facts, thresholds, page_ids from findings`,
    people: sql`select id, name, email, time_zone, job_title from people`,
  };
  const dump: Dump = {};
  for (const [table, query] of Object.entries(tables)) {
    const rows = await query;
    dump[table] = rows.map((row) => JSON.stringify(renamed(unpacked(row), named))).sort();
  }
  const explained = await explanations(sql);
  dump.explained = explained.map((row) => JSON.stringify(renamed(row, named))).sort();
  return dump;
}

/** Packed folds as the pages that they are: their ids are told by names as well. */
function unpacked(row: Record<string, unknown>): Record<string, unknown> {
  return typeof row.packed === "string" ? { ...row, packed: storedPage(row.packed) } : row;
}

type Judged = { id: string; verdict: string; probability: number; reason: string | null };

/** Why each page has the verdict that is stored of it: told of that verdict, or the test fails. */
async function explanations(sql: Sql): Promise<(Judged & Pick<Judgement, "sentence" | "decidedBy" | "votes">)[]> {
  const ctx = await withRules(sql, { sql, workspaceId: FIRST_WORKSPACE } as WorkCtx);
  const pages = await sql<(Judged & { alert: string })[]>`
    select p.id, p.signature_id as alert, v.verdict, v.probability, v.reason
    from engine_words v join pages p on p.workspace_id = v.workspace_id and p.id = v.page_id
    where v.classifier_version = ${CLASSIFIER_VERSION}
      and p.signature_id not in (select signature_id from dirty_signatures)`;
  const alerts = [...new Set(pages.map(({ alert }) => alert))];
  const told: Awaited<ReturnType<typeof explanations>> = [];
  for (const { signatureId, explain } of alerts.length === 0 ? [] : await explainedAlerts(ctx, alerts))
    for (const { alert, ...stored } of pages) {
      if (alert !== signatureId) continue;
      const judged = explain(stored.id);
      if (!judged) throw new Error(`page ${stored.id} is not explained`);
      const { verdict, reason, probability, sentence, decidedBy, votes } = judged;
      const again = JSON.stringify([verdict, reason, Math.fround(probability)]);
      if (again !== JSON.stringify([stored.verdict, stored.reason, Math.fround(stored.probability)]))
        throw new Error(`page ${stored.id} is ${JSON.stringify(stored)} and explained as ${again}`);
      told.push({ ...stored, sentence: withOwnKeys(sentence), decidedBy, votes });
    }
  return told;
}

async function names(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select person_id as id, min(provider || ' ' || key) as name from identities group by 1
    union all select id, provider || ' ' || page_key from pages
    union all select id, signature from signatures`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** People asked in one instant stand in the order of our random ids: a list of those has no order of its own. */
function renamed(value: unknown, named: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return named.get(value) ?? value;
  if (Array.isArray(value)) {
    const items = value.map((item) => JSON.stringify(renamed(item, named))).sort();
    return items.map((item) => JSON.parse(item) as unknown);
  }
  if (value instanceof Date) return value.toISOString();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, named)]));
}
