import type { PendingQuery, Row } from "postgres";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type AlertRead, type IdFor, type InForce, idsFor } from "@/db/queries/alert-histories";
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

/** What they are judged with. */
export type Judging = { id: number; classifierVersion: number; settingsHash: string };

/**
 * What is to be written of some alerts. What a page has already is not written again: of an alert that pages once more
 * nearly all verdicts stay.
 */
export class JudgedRows {
  /** Lines of COPY. Of pages on which a person's word stands: all others hold the engine's themselves. */
  readonly #verdicts: string[] = [];
  readonly #findings: string[] = [];
  /** Pages of which such a line may be stored. */
  readonly #replaced: string[] = [];
  /** Alerts with pages that hold the word of another version or of other settings. */
  readonly #otherwise = new Set<string>();
  readonly #effective: StoredRow[] = [];
  /** Pages that count as something else now. */
  readonly #moved: MovedPage[] = [];
  readonly #alerts: { id: string; prior: Prior }[] = [];

  constructor(
    readonly workspaceId: number,
    readonly labels: Labels,
    readonly judging: Judging,
  ) {}

  add({ signatureId, history, prior, ids, inForce, rowIds }: AlertRead, judged: JudgedSignature): void {
    const { workspaceId } = this;
    const idFor = idsFor(workspaceId, ids);
    for (const [place, inferred] of judged.inferred.entries()) {
      const id = idFor(inferred.pageKey);
      const now = inForce.get(id);
      const page = { id, tid: rowIds.get(id) ?? NOWHERE, ...openingOf(history, place, inferred) };
      this.#addPage(page, inferred, now);
      if (now && now.judging_id !== null && now.judging_id !== this.judging.id) this.#otherwise.add(signatureId);
    }
    for (const [no, finding] of judged.findings.entries())
      this.#findings.push(encodeRow([workspaceId, signatureId, no, ...findingRow(finding, idFor)]));
    this.#alerts.push({ id: signatureId, prior });
  }

  #addPage(page: MovedPage & { tid: string }, inferred: Inferred, now: InForce | undefined): void {
    const { id, tid } = page;
    const row = effectiveRow(inferred, id, this.labels, this.judging.id);
    if (now?.judging_id === null) this.#replaced.push(id);
    if (row.judgingId === null) this.#verdicts.push(encodeRow(this.#verdictRow(id, inferred)));
    if (isInForce(row, now)) return;
    this.#effective.push({ ...row, tid });
    if (!countsAsBefore(row, now)) this.#moved.push(page);
  }

  #verdictRow(id: string, { verdict, probability, reason }: Inferred): CopyValue[] {
    const { classifierVersion, settingsHash } = this.judging;
    return [this.workspaceId, id, classifierVersion, verdict, probability, reason, settingsHash];
  }

  /** One verdict per page and version: repeated judging by this version replaces its own word, never another version's. */
  async store(sql: Sql, ctx: WorkCtx): Promise<void> {
    const { workspaceId } = this;
    if (this.#otherwise.size > 0) await this.#keepEarlier(sql);
    await Promise.all([
      sql`
        delete from findings
        where workspace_id = ${workspaceId} and signature_id = any(${this.#alerts.map(({ id }) => id)}::bigint[])`,
      this.#replaced.length > 0 &&
        sql`
          delete from verdicts
          where workspace_id = ${workspaceId} and page_id = any(${this.#replaced}::bigint[])
            and classifier_version = ${this.judging.classifierVersion}`,
      this.#storeAlerts(sql),
    ]);
    if (this.#findings.length > 0) await copyLines(sql, "findings", FINDING_COLUMNS, this.#findings);
    if (this.#verdicts.length > 0) await copyLines(sql, "verdicts", VERDICT_COLUMNS, this.#verdicts);
    await storeEffective(sql, workspaceId, this.#effective, this.judging);
    if (this.#moved.length === 0) return;
    await sql`select pg_advisory_xact_lock(${workspaceId}, ${PRICING_LOCK})`;
    await priceInterruptions(sql, ctx, this.#moved);
  }

  /** What another version said, before this one's word takes its place in the page. */
  async #keepEarlier(sql: Sql): Promise<void> {
    await sql`
      insert into verdicts (workspace_id, page_id, classifier_version, verdict, probability, reason, settings_hash)
      select p.workspace_id, p.id, j.classifier_version, p.verdict, p.probability, p.reason, j.settings_hash
      from pages p join judgings j on j.workspace_id = p.workspace_id and j.id = p.judging_id
      where p.workspace_id = ${this.workspaceId} and p.signature_id = any(${[...this.#otherwise]}::bigint[])
        and j.classifier_version <> ${this.judging.classifierVersion}
      on conflict do nothing`;
  }

  async #storeAlerts(sql: Sql): Promise<void> {
    await sql`
      insert into judged_alerts (workspace_id, signature_id, prior_mu, prior_kappa)
      select ${this.workspaceId}, id, mu, kappa
      from unnest(${this.#alerts.map(({ id }) => id)}::bigint[],
        ${this.#alerts.map(({ prior }) => prior.mu)}::float8[],
        ${this.#alerts.map(({ prior }) => prior.kappa)}::float8[]) as a(id, mu, kappa)
      on conflict (workspace_id, signature_id) do update
        set prior_mu = excluded.prior_mu, prior_kappa = excluded.prior_kappa`;
  }
}

/** No row lies there. */
const NOWHERE = "(0,0)";

/** These differ from what is stored, which nobody else changes while their alert is judged. */
async function storeEffective(
  sql: Sql,
  workspaceId: number,
  rows: readonly StoredRow[],
  { id: judgingId }: Judging,
): Promise<void> {
  if (rows.length === 0) return;
  // Arrays as the server reads them: words, numbers and ids need no quotes.
  const all = (values: readonly (string | number | null)[]) => `{${values.map((it) => it ?? "null").join(",")}}`;
  const store = (which: PendingQuery<Row[]>) => sql`
    update pages p set verdict = e.verdict, probability = e.probability, reason = e.reason, origin = e.origin,
      word_id = e.word_id, judging_id = case when e.origin = 'inferred' then ${judgingId}::int end
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
  /** Null where it is a person's word. */
  judgingId: number | null;
};

/** `tid`: where the row of the page was read. */
type StoredRow = EffectiveRow & { tid: string };

function isInForce(row: EffectiveRow, now: InForce | undefined): boolean {
  if (now === undefined || row.verdict !== now.verdict || row.reason !== now.reason) return false;
  if (row.origin !== now.origin || row.wordId !== now.word_id || row.judgingId !== now.judging_id) return false;
  return single(row.probability) === single(now.probability);
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

function effectiveRow(inferred: Inferred, id: string, labels: Labels, judging: number): EffectiveRow {
  const said = labels.pages.get(id);
  const standing = labels.standing.get(id);
  const { verdict, probability, reason, origin } = effectiveVerdict({ page: said, signature: standing, inferred });
  const judgingId = origin === "inferred" ? judging : null;
  return { id, verdict, probability, reason, origin, wordId: (said ?? standing)?.id ?? null, judgingId };
}
