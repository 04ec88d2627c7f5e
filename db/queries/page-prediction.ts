import type { Ctx } from "@/db/ctx";
import type { PagePrediction } from "@/lib/contract/model-record";
import { AppError } from "@/lib/errors";
import { type Calibration, calibrated, calibrationSentence } from "@/lib/noise/calibration/fit-calibration";
import { idFrom } from "./pages";

type Row = {
  inferred: number | null;
  calibration: Calibration | null;
  probability: number | null;
  basis: "prior" | "logistic";
  kind: Calibration["kind"];
  fell_back: boolean;
  model_at: Date | null;
  lessons: number;
};

/** What was stated of a page as it opened, and what its verdict's probability is once put right. */
export async function pagePrediction({ sql, workspaceId }: Ctx, text: string): Promise<PagePrediction> {
  const id = idFrom(text, "page");
  const [row] = await sql<Row[]>`
    select v.probability as inferred, r.calibration, d.probability, d.basis, d.calibration as kind, d.fell_back, d.model_at,
      coalesce((m.model ->> 'lessons')::int, 0) as lessons
    from pages p
    left join predictions d on d.workspace_id = p.workspace_id and d.page_id = p.id
    left join predictor_models m on m.workspace_id = d.workspace_id and m.fitted_at = d.model_at
    left join model_records r on r.workspace_id = p.workspace_id and r.of = 'sorter'
    left join lateral (
      select probability from engine_words v where v.workspace_id = p.workspace_id and v.page_id = p.id
      order by classifier_version desc limit 1) v on true
    where p.workspace_id = ${workspaceId} and p.id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such page.");
  return { prediction: predictionOf(row), calibrated: calibratedOf(row) };
}

function predictionOf(row: Row): PagePrediction["prediction"] {
  if (row.probability === null) return null;
  const { probability, basis, kind: calibration, fell_back: fellBack, model_at: at, lessons } = row;
  return { probability, basis, calibration, fellBack, modelAt: at?.toISOString() ?? null, lessons };
}

function calibratedOf({ inferred, calibration }: Row): PagePrediction["calibrated"] {
  if (inferred === null || calibration === null || calibration.kind === "none") return null;
  return { probability: calibrated(calibration, inferred), sentence: calibrationSentence(calibration) };
}
