import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type {
  SavedThresholds,
  ThresholdChange,
  ThresholdsBody,
  ThresholdsPreview,
} from "@/lib/contract/noise-settings";
import { AppError } from "@/lib/errors";
import type { Settings, Thresholds } from "@/lib/model/settings";
import { REASONS, type Reason, type Verdict } from "@/lib/model/verdict";
import { thresholdFault } from "@/lib/noise/threshold-book";
import { judgeDirty, judgeNow } from "./judge-dirty";

const DAY_MS = 86_400_000;
const PREVIEW_DAYS = 28;

/** A preview judges for real and is rolled back: beyond this it would hold others up. */
const PREVIEW_PAGES = 10_000;

type Mutable = Partial<Record<Reason, Record<string, number>>>;

/** Sets thresholds, notes who did it, and judges again the alerts that they concern. */
export async function changeThresholds(ctx: Ctx, { changes }: ThresholdsBody): Promise<SavedThresholds> {
  assertMayChange(ctx);
  assertInBounds(changes);
  const alerts = (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const before = await settingsOf(sql, ctx.workspaceId);
    const { next, made } = withChanges(before, changes);
    if (made.length === 0) return 0;
    await sql`update workspaces set settings = ${sql.json(next as never)} where id = ${ctx.workspaceId}`;
    await sql`
      insert into setting_changes (workspace_id, id, user_id, made_at, changes)
      values (${ctx.workspaceId}, ${randomId()}, ${ctx.viewer.userId}, ${new Date(ctx.now)}, ${sql.json(made as never)})`;
    const touched = await touchedAlerts(sql, ctx.workspaceId, next, made);
    await sql`
      insert into dirty_signatures (workspace_id, signature_id)
      select ${ctx.workspaceId}, id from unnest(${touched}::bigint[]) as id on conflict do nothing`;
    return touched.length;
  })) as number;
  if (alerts > 0) await judgeDirty(ctx);
  return { alerts };
}

/** What the same would do to the pages of the last 28 days, tried out in a transaction that is rolled back. */
export async function previewThresholds(ctx: Ctx, { changes }: ThresholdsBody): Promise<ThresholdsPreview> {
  assertMayChange(ctx);
  assertInBounds(changes);
  let preview: ThresholdsPreview | null = null;
  const tried = ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    preview = await tryOut(sql, ctx, changes);
    throw new RolledBack();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  if (!preview) throw new Error("a preview ended without a result");
  return preview;
}

class RolledBack extends Error {}

async function tryOut(sql: Sql, ctx: Ctx, changes: ThresholdsBody["changes"]): Promise<ThresholdsPreview> {
  const { workspaceId } = ctx;
  const { next, made } = withChanges(await settingsOf(sql, workspaceId), changes);
  const touched = await touchedAlerts(sql, workspaceId, next, made);
  const since = new Date(ctx.now - PREVIEW_DAYS * DAY_MS);
  const before = await verdictsSince(sql, workspaceId, touched, since);
  const recent = [...new Set(before.map(({ signature }) => signature))];
  const known = { alerts: touched.length, pages: before.length };
  const [all] = await sql<{ pages: number }[]>`
    select count(*)::int as pages from pages where workspace_id = ${workspaceId} and signature_id = any(${recent}::bigint[])`;
  if ((all?.pages ?? 0) > PREVIEW_PAGES) return { ...known, changed: null };
  await sql`update workspaces set settings = ${sql.json(next as never)} where id = ${workspaceId}`;
  if (recent.length > 0) await judgeNow(sql, ctx, recent);
  const after = new Map((await verdictsSince(sql, workspaceId, recent, since)).map((row) => [row.id, row]));
  return { ...known, changed: compare(before, after) };
}

type Judged = { id: string; signature: string; verdict: Verdict | null; reason: Reason | null };

async function verdictsSince(sql: Sql, workspaceId: number, alerts: readonly string[], since: Date): Promise<Judged[]> {
  return sql<Judged[]>`
    select id, signature_id as signature, verdict, reason from pages
    where workspace_id = ${workspaceId} and signature_id = any(${alerts as string[]}::bigint[]) and triggered_at >= ${since}`;
}

function compare(before: readonly Judged[], after: ReadonlyMap<string, Judged>): ThresholdsPreview["changed"] {
  const moves = new Map<string, { from: Verdict | null; to: Verdict; pages: number }>();
  let reasons = 0;
  for (const { id, verdict: from, reason } of before) {
    const now = after.get(id);
    if (!now?.verdict) continue;
    if (now.verdict === from) {
      if (now.reason !== reason) reasons += 1;
      continue;
    }
    const key = `${from} ${now.verdict}`;
    const move = moves.get(key) ?? { from, to: now.verdict, pages: 0 };
    moves.set(key, { ...move, pages: move.pages + 1 });
  }
  const list = [...moves.values()].sort((a, b) => b.pages - a.pages);
  return { pages: list.reduce((sum, { pages }) => sum + pages, 0), moves: list, reasons };
}

function assertMayChange({ viewer }: Ctx): void {
  if (viewer.role !== "admin") throw new AppError("forbidden", "Only an admin changes thresholds.");
}

/** Every fault with its place, so that all can be mended at once. */
function assertInBounds(changes: ThresholdsBody["changes"]): void {
  const faults = changes.flatMap(({ team, reason, name, value }) => {
    const known = REASONS.some((one) => one === reason);
    const fault = known ? value !== null && thresholdFault(reason, name, value) : "is no threshold that can be set";
    return fault ? [`${reason}, ${name}${team === null ? "" : ` of team ${team}`} ${fault}.`] : [];
  });
  if (faults.length > 0) throw new AppError("invalid", faults.join(" "));
}

async function settingsOf(sql: Sql, workspaceId: number): Promise<Settings> {
  const [row] = await sql<
    { settings: Settings }[]
  >`select settings from workspaces where id = ${workspaceId} for update`;
  if (!row) throw new Error(`workspace ${workspaceId} is missing`);
  return row.settings;
}

/** The settings with these changes, and those of them that change anything. */
function withChanges(before: Settings, changes: ThresholdsBody["changes"]) {
  const workspace = copyOf(before.thresholds);
  const teams = new Map(Object.entries(before.teamThresholds ?? {}).map(([team, own]) => [team, copyOf(own)]));
  const made: ThresholdChange[] = [];
  for (const { team, reason, name, value } of changes) {
    const known = reason as Reason;
    const place = team === null ? workspace : (teams.get(team) ?? {});
    if (team !== null) teams.set(team, place);
    const from = place[known]?.[name] ?? null;
    if (from === value) continue;
    const { [name]: _, ...others } = place[known] ?? {};
    place[known] = value === null ? others : { ...others, [name]: value };
    made.push({ team, reason: known, name, from, to: value });
  }
  const next: Settings = {
    ...before,
    thresholds: withoutEmpty(workspace),
    teamThresholds: Object.fromEntries(
      [...teams]
        .map(([team, own]) => [team, withoutEmpty(own)] as const)
        .filter(([, own]) => Object.keys(own).length > 0),
    ),
  };
  return { next, made };
}

function copyOf(thresholds: Thresholds | undefined): Mutable {
  return structuredClone(thresholds ?? {}) as Mutable;
}

function withoutEmpty(thresholds: Mutable): Thresholds {
  return Object.fromEntries(Object.entries(thresholds).filter(([, values]) => Object.keys(values).length > 0));
}

/** An alert belongs to the team of its latest page; a team's own value shields it from that of the workspace. */
async function touchedAlerts(
  sql: Sql,
  workspaceId: number,
  { teamThresholds = {} }: Settings,
  made: readonly ThresholdChange[],
): Promise<string[]> {
  if (made.length === 0) return [];
  const rows = await sql<{ id: string; team: string | null }[]>`
    select s.id, last.team from signatures s
    cross join lateral (
      select p.team from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id
      order by p.triggered_at desc, p.id desc limit 1) last
    where s.workspace_id = ${workspaceId} order by s.id`;
  const concerns = (team: string | null) =>
    made.some((change) =>
      change.team === null
        ? team === null || teamThresholds[team]?.[change.reason]?.[change.name] === undefined
        : change.team === team,
    );
  return rows.filter(({ team }) => concerns(team)).map(({ id }) => id);
}
