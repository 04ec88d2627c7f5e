import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { PersonVerdictView } from "@/lib/contract/page";
import type { SignatureDetail } from "@/lib/contract/signature";
import { AppError } from "@/lib/errors";
import { signatureVersionOf } from "@/lib/ingest/signature-version";
import type { Instant } from "@/lib/model/instant";
import type { Ending } from "@/lib/model/page";
import type { SignatureKind } from "@/lib/model/signature-edit";
import { signatureSentence, signatureVerdict } from "@/lib/noise/signature-verdict";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { assembleReport } from "@/lib/report/assemble-report";
import { localPartsOf } from "@/lib/time/boundaries";
import { signatureExplained } from "./explained";
import { findings } from "./findings";
import { pagesInScope } from "./in-scope";
import { movedSignature } from "./moved-signature";
import { namesInSight } from "./named/names-in-sight";
import { sightOf } from "./named/sight-of";
import { viewNamed } from "./named/view-named";
import { withheldIn } from "./named/withheld";
import { idFrom, pageRecords, pageRowOf } from "./pages";
import { previousScope, rangeOf, rangeWords, type Scope, scopeOf } from "./period";
import { wordsOnSignature } from "./person-verdict";
import { comparedFacts, reportFacts } from "./report-facts";
import { trend } from "./trend";

const LAST_PAGES = 50;

type Identity = {
  signature: string;
  provider: string;
  service: string | null;
  environment: string | null;
  kind: SignatureKind;
  key: string;
  severity: string | null;
  part: string | null;
  title: string | null;
  team: string | null;
  first: Date;
  last: Date;
  pages: number;
};

/**
 * One alert over a range: its verdict and what that rests on, when it pages, how its pages end. One that was merged away
 * is answered by the alert that its pages are in now.
 */
export async function signatureDetail(ctx: Ctx, text: string, filter: NoiseFilter): Promise<SignatureDetail> {
  const asked = idFrom(text, "alert");
  const id = (await movedSignature(ctx, asked)) ?? asked;
  const identity = await identityOf(ctx, id);
  const scope = { ...scopeOf(ctx, filter), team: null, service: null, urgency: null, signature: id };
  const [row, found, standing, { unit, points }, opened, endings, durations, pages] = await Promise.all([
    rowOf(ctx, scope, filter, id, identity),
    findings(ctx, id),
    wordsOnSignature(ctx, id),
    trend(ctx, scope),
    openedAt(ctx, scope),
    endingsOf(ctx, scope),
    durationsOf(ctx, scope),
    pageRecords(
      ctx,
      ctx.sql`select p.id from pages p where ${pagesInScope(ctx, scope)} order by p.triggered_at desc, p.id limit ${LAST_PAGES}`,
      ctx.sql`p.triggered_at desc, p.id`,
    ),
  ]);
  const inferred = signatureVerdict(row.tally);
  const [explained, names] = await Promise.all([signatureExplained(ctx, scope, inferred.verdict), namesInSight(ctx)]);
  const detail: SignatureDetail = {
    range: rangeOf(scope),
    row: row.row,
    environment: identity.environment,
    kind: identity.kind,
    key: identity.key,
    severity: identity.severity,
    version: signatureVersionOf(identity.signature),
    firstPagedAt: identity.first.toISOString(),
    allPages: identity.pages,
    sentence: signatureSentence(row.tally),
    inferredVerdict: inferred.verdict,
    ...explained,
    personVerdict: standing.find((word) => holdsAt(word, ctx.now)) ?? null,
    standing,
    findings: found,
    timeline: points.map(({ from, to, label, counts }) => ({ from, to, label, counts })),
    timelineUnit: unit,
    heat: heatOf(opened, scope.zone),
    endings,
    durations,
    interruptions: row.row.interruptions,
    pages: pages.map((page) => pageRowOf(page, names)),
    classifierVersion: CLASSIFIER_VERSION,
  };
  const what = { screen: "alert", alert: id, ...rangeWords(scope) };
  return viewNamed(ctx, what, names.seen, () => Promise.resolve(detail));
}

/** Whether a page that opens now would fall into its period. */
function holdsAt({ from, until }: PersonVerdictView, at: Instant): boolean {
  return (from === null || Date.parse(from) <= at) && (until === null || at < Date.parse(until));
}

async function identityOf(ctx: Ctx, id: string): Promise<Identity> {
  const { sql, workspaceId } = ctx;
  const [row] = await sql<Identity[]>`
    select s.signature, s.provider, s.service, s.environment, s.kind, s.key, s.severity, s.part, last.title, last.team,
      spread.first, spread.last, spread.pages
    from signatures s
    cross join lateral (
      select min(triggered_at) as first, max(triggered_at) as last, count(*)::int as pages
      from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id) spread
    cross join lateral (
      select title, team from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id
      order by p.triggered_at desc, p.page_key limit 1) last
    where s.workspace_id = ${workspaceId} and s.id = ${id} and spread.pages > 0`;
  if (row) return row;
  const split = await splitIdentityOf(ctx, id);
  if (!split) throw new AppError("not-found", "There is no such alert.");
  return split;
}

/** One that was split into others keeps its screen, which leads to them. */
async function splitIdentityOf({ sql, workspaceId }: Ctx, id: string): Promise<Identity | undefined> {
  const [row] = await sql<Identity[]>`
    select s.signature, s.provider, s.service, s.environment, s.kind, s.key, s.severity, s.part, s.key as title,
      null as team, min(p.triggered_at) as first, max(p.triggered_at) as last, 0 as pages
    from signatures s
    join pages p on p.workspace_id = s.workspace_id and p.via is not null and s.id = any(p.via)
    where s.workspace_id = ${workspaceId} and s.id = ${id}
    group by s.workspace_id, s.id`;
  return row;
}

/** The same row as on the noise screen; an alert that did not page in the range has one of zeros. */
async function rowOf(ctx: Ctx, scope: Scope, filter: NoiseFilter, id: string, identity: Identity) {
  const before = previousScope(scope, filter);
  const sight = await sightOf(ctx);
  const [facts, withheld, earlier] = await Promise.all([
    reportFacts(ctx, scope),
    withheldIn(ctx, scope, sight),
    before && comparedFacts(ctx, before),
  ]);
  const range = rangeOf(scope);
  const report = assembleReport(
    { range, facts, withheld },
    before && earlier && { range: rangeOf(before), facts: earlier, withheld },
    ctx.settings,
  );
  const tally = facts.signatures[0] ?? { counts: NO_PAGES, reasons: {} };
  return { tally, row: report.signatures[0] ?? emptyRow(id, identity) };
}

const NO_PAGES = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };

/** Of an alert that did not page in the range. */
export function emptyRow(
  id: string,
  {
    signature,
    kind,
    key,
    part,
    title,
    provider,
    service,
    team,
    last,
  }: Omit<Identity, "environment" | "severity" | "first" | "pages">,
): SignatureDetail["row"] {
  const { verdict, probability, reason } = signatureVerdict({ counts: NO_PAGES, reasons: {} });
  const none = { sleep: 0, off: 0, business: 0, total: 0 };
  return {
    id,
    signature,
    title: [kind === "title" ? key : (title ?? "(no title)"), part].filter((it) => it !== null).join(" · "),
    provider,
    service,
    team,
    counts: NO_PAGES,
    pages: 0,
    previousPages: null,
    noiseShare: { value: null, low: null, high: null, of: 0, n: 0 },
    interruptions: none,
    noiseInterruptions: none,
    pain: 0,
    withheld: null,
    verdict,
    probability,
    reason,
    reasonPages: 0,
    byPerson: false,
    lastPagedAt: last.toISOString(),
    trend: new Array<number>(12).fill(0),
  };
}

async function openedAt(ctx: Ctx, scope: Scope): Promise<Date[]> {
  const rows = await ctx.sql<{ triggered_at: Date }[]>`
    select p.triggered_at from pages p where ${pagesInScope(ctx, scope)}`;
  return rows.map((row) => row.triggered_at);
}

/** Openings by weekday and hour of the range's zone; cells without a page are left out. */
function heatOf(opened: readonly Date[], zone: string): SignatureDetail["heat"] {
  const cells = new Map<number, number>();
  for (const at of opened) {
    const { weekday, hour } = localPartsOf(at.getTime(), zone);
    cells.set(weekday * 24 + hour, (cells.get(weekday * 24 + hour) ?? 0) + 1);
  }
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([cell, pages]) => ({ weekday: Math.floor(cell / 24), hour: cell % 24, pages }));
}

async function endingsOf(ctx: Ctx, scope: Scope): Promise<Record<string, number>> {
  const rows = await ctx.sql<{ ended_by: Ending; n: number }[]>`
    select p.ended_by, count(*)::int as n from pages p where ${pagesInScope(ctx, scope)} group by 1 order by 2 desc, 1`;
  return Object.fromEntries(rows.map((row) => [row.ended_by, row.n]));
}

async function durationsOf(ctx: Ctx, scope: Scope): Promise<SignatureDetail["durations"]> {
  const [row] = await ctx.sql<{ median: number | null; p95: number | null; n: number }[]>`
    select percentile_cont(0.5) within group (order by open_for) as median,
      percentile_cont(0.95) within group (order by open_for) as p95, count(open_for)::int as n
    from (
      select extract(epoch from p.ended_at - p.triggered_at)::float8 as open_for
      from pages p where ${pagesInScope(ctx, scope)} and p.ended_at is not null) closed`;
  return { medianSeconds: row?.median ?? null, p95Seconds: row?.p95 ?? null, n: row?.n ?? 0 };
}
