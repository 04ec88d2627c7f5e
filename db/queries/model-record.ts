import type { Ctx } from "@/db/ctx";
import type { RECORDED } from "@/db/schema/models";
import type { ModelRecordView, OneRecord, RecordPages, RecordPagesFilter } from "@/lib/contract/model-record";
import { CALIBRATION_LABELS, type Calibration, calibrationSentence } from "@/lib/noise/calibration/fit-calibration";
import type { ModelRecord } from "@/lib/noise/calibration/record";
import type { PredictorModel } from "@/lib/noise/predictor/model";
import { modelSentences } from "@/lib/noise/predictor/model-sentences";

const MOST_PAGES = 200;

type Row = { of: (typeof RECORDED)[number]; record: ModelRecord; calibration: Calibration; made_at: Date };

/** How right verdicts and predictions were, as worked out after the last word. */
export async function modelRecord({ sql, workspaceId }: Ctx): Promise<ModelRecordView> {
  const [rows, [newest], [run]] = await Promise.all([
    sql<Row[]>`select of, record, calibration, made_at from model_records where workspace_id = ${workspaceId}`,
    sql<{ model: PredictorModel }[]>`
      select model from predictor_models where workspace_id = ${workspaceId} order by fitted_at desc limit 1`,
    sql<{ waiting: boolean }[]>`select asked > done as waiting from model_runs where workspace_id = ${workspaceId}`,
  ]);
  const model = newest?.model;
  const one = (of: Row["of"]): OneRecord | null => {
    const row = rows.find((each) => each.of === of && each.record.n + each.record.leftOut > 0);
    if (!row) return null;
    const { kind, labels } = row.calibration;
    const sentences = of === "predictor" && model ? modelSentences(model) : [calibrationSentence(row.calibration)];
    const calibration = { kind, labels, needed: CALIBRATION_LABELS.platt };
    return { record: row.record, calibration, sentences, madeAt: row.made_at.toISOString() };
  };
  const teams = (model?.teams ?? []).map(({ team, labels, skill, fellBack }) => ({ team, labels, skill, fellBack }));
  return { sorter: one("sorter"), predictor: one("predictor"), teams, waiting: run?.waiting ?? false };
}

type PageRow = RecordPages["rows"][number];

/** The pages behind a figure of the verdicts' record. */
export async function recordPages({ sql, workspaceId }: Ctx, filter: RecordPagesFilter): Promise<RecordPages> {
  const { said = null, person = null, reason = null } = filter;
  const behind = sql`
    from record_entries e
    join person_verdicts v on v.workspace_id = e.workspace_id and v.subject = 'page' and v.subject_id = e.page_id
      and v.ended_at is null
    join pages p on p.workspace_id = e.workspace_id and p.id = e.page_id
    where e.workspace_id = ${workspaceId} and v.reason is distinct from 'test'
      and v.verdict = coalesce(${person}, v.verdict) and (${person}::text is not null or v.verdict <> 'unclear')
      and e.verdict = coalesce(${said}, e.verdict)
      and (${reason}::text is null or e.reason = ${reason} or v.reason = ${reason})`;
  const [rows, [counted]] = await Promise.all([
    sql<PageRow[]>`
      select p.id, p.title, e.verdict as said, e.reason as "saidReason", e.probability, v.verdict as person,
        v.reason as "personReason"
      ${behind} order by coalesce(v.given_at, v.stored_at) desc, p.id limit ${MOST_PAGES}`,
    sql<{ n: number }[]>`select count(*)::int as n ${behind}`,
  ]);
  return { total: counted?.n ?? 0, rows };
}
