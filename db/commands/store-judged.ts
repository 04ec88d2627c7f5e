import type { PendingQuery, Row } from "postgres";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type AlertRead, type IdFor, type InForce, idsFor, type JudgedWith } from "@/db/queries/alert-histories";
import { incidentKindOf } from "@/db/rollups/incidents";
import { type CopyValue, copyLines, encodeRow } from "@/db/staging/copy-in";
import type { Finding, Inferred, Origin, Reason, Verdict } from "@/lib/model/verdict";
import { effectiveVerdict } from "@/lib/noise/effective-verdict";
import type { History } from "@/lib/noise/history";
import type { JudgedSignature } from "@/lib/noise/judge";
import type { Prior } from "@/lib/noise/prior";
import { withOwnKeys } from "@/lib/report/qualify-page";
import type { Labels } from "./labels";
import { type MovedPage, priceInterruptions } from "./price-interruptions";

/** Of the workspace's advisory locks: whoever prices interruptions sees the pages of all who priced before. */
const PRICING_LOCK = 4;

const VERDICT_COLUMNS = [
  "workspace_id",
  "page_id",
  "classifier_version",
  "verdict",
  "probability",
  "reason",
  "settings_hash",
] as const;

const FINDING_COLUMNS = [
  "workspace_id",
  "signature_id",
  "no",
  "detector",
  "claim",
  "facts",
  "thresholds",
  "page_ids",
] as const;

/**
 * What is to be written of some alerts. What a page has already is not written again: of an alert that pages once more
 * nearly all verdicts stay.
 */
export class JudgedRows {
  /** Lines of COPY. */
  readonly #verdicts: string[] = [];
  readonly #findings: string[] = [];
  /** Pages whose verdicts are written in the place of earlier ones. */
  readonly #replaced: string[] = [];
  readonly #effective: StoredRow[] = [];
  /** Pages that count as something else now. */
  readonly #moved: MovedPage[] = [];
  readonly #alerts: { id: string; prior: Prior }[] = [];

  constructor(
    readonly workspaceId: number,
    readonly labels: Labels,
    readonly judgedWith: Omit<JudgedWith, "prior">,
  ) {}

  add({ signatureId, history, prior, ids, inForce, rowIds, judgedWith }: AlertRead, judged: JudgedSignature): void {
    const { workspaceId } = this;
    const idFor = idsFor(workspaceId, ids);
    const isSame = judgedWith !== null && isSameJudging(judgedWith, this.judgedWith);
    for (const [place, inferred] of judged.inferred.entries()) {
      const id = idFor(inferred.pageKey);
      const now = inForce.get(id);
      const page = { id, tid: rowIds.get(id) ?? NOWHERE, ...openingOf(history, place, inferred) };
      this.#addPage(page, inferred, now, isSame);
    }
    for (const [no, finding] of judged.findings.entries())
      this.#findings.push(encodeRow([workspaceId, signatureId, no, ...findingRow(finding, idFor)]));
    this.#alerts.push({ id: signatureId, prior });
  }

  #addPage(page: MovedPage & { tid: string }, inferred: Inferred, now: InForce | undefined, isSame: boolean): void {
    const { id, tid } = page;
    if (!isSame || !isInferred(inferred, now)) {
      if (now !== undefined) this.#replaced.push(id);
      this.#verdicts.push(encodeRow(this.#verdictRow(id, inferred)));
    }
    const row = effectiveRow(inferred, id, this.labels);
    if (isInForce(row, now)) return;
    this.#effective.push({ ...row, tid });
    if (!countsAsBefore(row, now)) this.#moved.push(page);
  }

  #verdictRow(id: string, { verdict, probability, reason }: Inferred): CopyValue[] {
    const { classifierVersion, settingsHash } = this.judgedWith;
    return [this.workspaceId, id, classifierVersion, verdict, probability, reason, settingsHash];
  }

  /** One verdict per page and version: repeated judging by this version replaces its own word, never another version's. */
  async store(sql: Sql, ctx: WorkCtx): Promise<void> {
    const { workspaceId } = this;
    await Promise.all([
      sql`
        delete from findings
        where workspace_id = ${workspaceId} and signature_id = any(${this.#alerts.map(({ id }) => id)}::bigint[])`,
      this.#replaced.length > 0 &&
        sql`
          delete from verdicts
          where workspace_id = ${workspaceId} and page_id = any(${this.#replaced}::bigint[])
            and classifier_version = ${this.judgedWith.classifierVersion}`,
      this.#storeAlerts(sql),
    ]);
    if (this.#findings.length > 0) await copyLines(sql, "findings", FINDING_COLUMNS, this.#findings);
    if (this.#verdicts.length > 0) await copyLines(sql, "verdicts", VERDICT_COLUMNS, this.#verdicts);
    await storeEffective(sql, workspaceId, this.#effective);
    if (this.#moved.length === 0) return;
    await sql`select pg_advisory_xact_lock(${workspaceId}, ${PRICING_LOCK})`;
    await priceInterruptions(sql, ctx, this.#moved);
  }

  async #storeAlerts(sql: Sql): Promise<void> {
    const { classifierVersion, settingsHash } = this.judgedWith;
    await sql`
      insert into judged_alerts (workspace_id, signature_id, classifier_version, settings_hash, prior_mu, prior_kappa)
      select ${this.workspaceId}, id, ${classifierVersion}, ${settingsHash}, mu, kappa
      from unnest(${this.#alerts.map(({ id }) => id)}::bigint[],
        ${this.#alerts.map(({ prior }) => prior.mu)}::float8[],
        ${this.#alerts.map(({ prior }) => prior.kappa)}::float8[]) as a(id, mu, kappa)
      on conflict (workspace_id, signature_id) do update set classifier_version = excluded.classifier_version,
        settings_hash = excluded.settings_hash, prior_mu = excluded.prior_mu, prior_kappa = excluded.prior_kappa`;
  }
}

function isSameJudging(a: Omit<JudgedWith, "prior">, b: Omit<JudgedWith, "prior">): boolean {
  return a.classifierVersion === b.classifierVersion && a.settingsHash === b.settingsHash;
}

/** No row lies there. */
const NOWHERE = "(0,0)";

/** These differ from what is stored, which nobody else changes while their alert is judged. */
async function storeEffective(sql: Sql, workspaceId: number, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  // Arrays as the server reads them: words, numbers and ids need no quotes.
  const all = (values: readonly (string | number | null)[]) => `{${values.map((it) => it ?? "null").join(",")}}`;
  const store = (which: PendingQuery<Row[]>) => sql`
    update pages p set verdict = e.verdict, probability = e.probability, reason = e.reason, origin = e.origin,
      word_id = e.word_id
    from unnest(${all(rows.map(({ id }) => id))}::bigint[], ${all(rows.map(({ tid }) => `"${tid}"`))}::tid[],
      ${all(rows.map(({ verdict }) => verdict))}::text[], ${all(rows.map(({ probability }) => probability))}::real[],
      ${all(rows.map(({ reason }) => reason))}::text[], ${all(rows.map(({ origin }) => origin))}::text[],
      ${all(rows.map(({ wordId }) => wordId))}::bigint[]) as e(id, tid, verdict, probability, reason, origin, word_id)
    where p.workspace_id = ${workspaceId} and p.id = e.id and ${which}`;
  // Where the row was read it is found without the index, which takes half as long as the rest. A row that moved is not there.
  const { count } = await store(sql`p.ctid = e.tid`);
  if (count < rows.length) await store(sql`true`);
}

function findingRow({ detector, claim, facts, thresholds, pageKeys }: Finding, idFor: IdFor): CopyValue[] {
  const told = Object.fromEntries(
    Object.entries(facts).map(([name, it]) => [name, typeof it === "string" ? withOwnKeys(it) : it]),
  );
  return [detector, withOwnKeys(claim), JSON.stringify(told), JSON.stringify(thresholds), pageKeys.map(idFor)];
}

type EffectiveRow = {
  id: string;
  verdict: Verdict;
  probability: number | null;
  reason: Reason | null;
  origin: Origin;
  wordId: string | null;
};

/** `tid`: where the row of the page was read. */
type StoredRow = EffectiveRow & { tid: string };

/** The engine's own word is what the page has. */
function isInferred({ verdict, probability, reason }: Inferred, now: InForce | undefined): boolean {
  if (now?.origin !== "inferred" || verdict !== now.verdict || reason !== now.reason) return false;
  return single(probability) === single(now.probability);
}

function isInForce(row: EffectiveRow, now: InForce | undefined): boolean {
  if (now === undefined || row.verdict !== now.verdict || row.reason !== now.reason) return false;
  return row.origin === now.origin && row.wordId === now.word_id && single(row.probability) === single(now.probability);
}

/** Another verdict, a test that is none any more, or another incident, and whatever is counted of the page is counted again. */
function countsAsBefore({ verdict, reason }: EffectiveRow, now: InForce | undefined): boolean {
  if (now === undefined || verdict !== now.verdict) return false;
  return (reason === "test") === (now.reason === "test") && incidentKindOf(reason) === incidentKindOf(now.reason);
}

/** Pages are judged in the order of their history. */
function openingOf({ pages }: History, place: number, { pageKey }: Inferred): Omit<MovedPage, "id"> {
  const page = pages[place];
  if (page?.pageKey !== pageKey) throw new Error(`Page ${pageKey} was not judged in its place`);
  return { openedAt: page.triggeredAt, team: page.facts.team ?? null };
}

/** As the server keeps it. */
function single(probability: number | null): number | null {
  return probability === null ? null : Math.fround(probability);
}

function effectiveRow(inferred: Inferred, id: string, labels: Labels): EffectiveRow {
  const said = labels.pages.get(id);
  const standing = labels.standing.get(id);
  const { verdict, probability, reason, origin } = effectiveVerdict({ page: said, signature: standing, inferred });
  return { id, verdict, probability, reason, origin, wordId: (said ?? standing)?.id ?? null };
}
