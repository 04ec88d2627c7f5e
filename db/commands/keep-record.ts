import type { Sql, WorkCtx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { RECORDED } from "@/db/schema/models";
import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { type Calibration, fitCalibration } from "@/lib/noise/calibration/fit-calibration";
import { type ModelRecord, type RecordEntry, recordSteps } from "@/lib/noise/calibration/record";
import { BANDS } from "@/lib/noise/case";
import { outcomeOf } from "@/lib/noise/predictor/labels-past";
import type { Learnt, Pace } from "./predict-pages";

/** Some 1.2 ms for each: older words are of alerts as they were. */
const NEWEST = 1_000;

type Weighted = RecordEntry & { weight: number };

/** Works out how right the verdicts were, where something was said since the last time. It waits for no prediction. */
export async function keepVerdictRecord(ctx: WorkCtx, now: Instant, pace: Pace): Promise<void> {
  const judged = await judgedPages(ctx.sql, ctx.workspaceId);
  const inferred = judged.flatMap(({ said, word }) => (said === null ? [] : [{ ...word, ...said }]));
  await store(ctx, "sorter", { entries: inferred, calibration: calibrationOf(inferred), now }, pace);
}

/** The same of what was stated as pages opened. */
export async function keepPredictionRecord(
  ctx: WorkCtx,
  { model, lessons }: Learnt,
  now: Instant,
  pace: Pace,
): Promise<void> {
  const words = new Map((await judgedPages(ctx.sql, ctx.workspaceId)).map(({ key, word }) => [key, word]));
  const predicted = lessons.flatMap(({ pageKey, atPageTime: { probability } }): Weighted[] => {
    const word = words.get(pageKey);
    return word ? [{ ...word, probability, verdict: guessOf(probability), reason: null }] : [];
  });
  await store(ctx, "predictor", { entries: predicted, calibration: model.calibration[model.uses], now }, pace);
}

/** By the bands of verdicts; nothing counts it as one. */
function guessOf(probability: number): Verdict {
  if (probability >= BANDS.actionableAtLeast) return "actionable";
  return probability <= BANDS.noiseAtMost ? "noise" : "unclear";
}

function calibrationOf(entries: readonly Weighted[]): Calibration {
  return fitCalibration(
    entries.flatMap(({ probability, person, weight }) => {
      const outcome = outcomeOf(person);
      return outcome === null ? [] : [{ probability, outcome, weight }];
    }),
  );
}

type Made = { entries: readonly Weighted[]; calibration: Calibration; now: Instant };

async function store(
  ctx: WorkCtx,
  of: (typeof RECORDED)[number],
  { entries, calibration, now }: Made,
  pace: Pace,
): Promise<void> {
  const { sql, workspaceId } = ctx;
  const newest = [...entries].sort((a, b) => a.judgedAt - b.judgedAt).slice(-NEWEST);
  const hash = sha256(JSON.stringify([newest, calibration])).slice(0, 32);
  const known = await sql`
    select from model_records where workspace_id = ${workspaceId} and of = ${of} and entries_hash = ${hash}`;
  if (known.count > 0) return;
  const record = await workedOut(newest, pace);
  await sql`
    insert into model_records (workspace_id, of, record, calibration, entries_hash, made_at)
    values (${workspaceId}, ${of}, ${sql.json(record as never)}, ${sql.json(calibration as never)}, ${hash},
      ${new Date(now)})
    on conflict (workspace_id, of) do update set record = excluded.record, calibration = excluded.calibration,
      entries_hash = excluded.entries_hash, made_at = excluded.made_at`;
}

async function workedOut(entries: readonly RecordEntry[], pace: Pace): Promise<ModelRecord> {
  const steps = recordSteps(entries);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await pace();
  }
}

type Judged = {
  /** As predictions name the page. */
  key: string;
  word: Pick<Weighted, "signature" | "person" | "judgedAt" | "weight">;
  said: Pick<Weighted, "verdict" | "probability" | "reason"> | null;
};

type Row = {
  provider: string;
  page_key: string;
  signature: string;
  verdict: Verdict;
  reason: Reason | null;
  weight: number;
  at: Date;
  said: Verdict | null;
  probability: number;
  said_reason: Reason | null;
};

/** Pages on which a person's word stands, with what had been inferred of them before the first one. */
async function judgedPages(sql: Sql, workspaceId: number): Promise<Judged[]> {
  const rows = await sql<Row[]>`
    select p.provider, p.page_key, s.signature, v.verdict, v.reason, v.weight, coalesce(v.given_at, v.stored_at) as at,
      e.verdict as said, e.probability, e.reason as said_reason
    from person_verdicts v
    join pages p on p.workspace_id = v.workspace_id and p.id = v.subject_id
    join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
    left join record_entries e on e.workspace_id = p.workspace_id and e.page_id = p.id
    where v.workspace_id = ${workspaceId} and v.subject = 'page' and v.ended_at is null
    order by at, p.provider, p.page_key`;
  return rows.map((row) => {
    const { said: verdict, probability, said_reason: reason } = row;
    const person = { verdict: row.verdict, reason: row.reason };
    return {
      key: `${row.provider}\u0000${row.page_key}`,
      word: { signature: row.signature, person, judgedAt: row.at.getTime(), weight: row.weight },
      said: verdict === null ? null : { verdict, probability, reason },
    };
  });
}
