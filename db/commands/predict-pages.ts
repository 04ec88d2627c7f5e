import { setImmediate } from "node:timers/promises";
import type { Sql, WorkCtx } from "@/db/ctx";
import { changesNear } from "@/db/queries/changes-near";
import { copyIn } from "@/db/staging/copy-in";
import { mapped } from "@/db/staging/mapped";
import type { Instant } from "@/lib/model/instant";
import { BULK_THRESHOLDS, bulkCloses } from "@/lib/noise/bulk-closes";
import type { LabelAct } from "@/lib/noise/predictor/labels-past";
import type { PredictorModel, Statement } from "@/lib/noise/predictor/model";
import { type OwnFacts, ownFactsOf } from "@/lib/noise/predictor/page-facts";
import {
  newPredictor,
  type Opened,
  type Predictor,
  predictOpening,
  type RecordedLesson,
  readUntil,
  tell,
  tellChanges,
  tellLabels,
} from "@/lib/noise/predictor/predictor";
import { toldOf } from "@/lib/noise/predictor/told";
import { type GivenWord, wordTimeline } from "@/lib/noise/predictor/word-timeline";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { SWEEP_WITHIN } from "./mark-sweeps";
import { type OpenedRow, openedPages } from "./opened-pages";

/** Before all changes, and after them. */
const ALWAYS: [Instant, Instant] = [Date.UTC(1970, 0), Date.UTC(9999, 0)];

const PREDICTION_COLUMNS = [
  "workspace_id",
  "page_id",
  "probability",
  "prior",
  "logistic",
  "basis",
  "calibration",
  "fell_back",
  "model_at",
] as const;

/** What a run leaves: the model in force, what it learnt from, and when it is fitted next if nobody says anything. */
export type Learnt = { model: PredictorModel; lessons: readonly RecordedLesson[] };

/** Lets others have the machine. Called between two pages. */
export type Pace = () => Promise<void>;

/**
 * States of every page, from the first on, how likely it was as it opened, and stores it with the models that said so.
 * Always from the beginning: a word or an event that comes late has its place in the past, and every instance gets the
 * same. What did not change is not written.
 */
export async function predictPages(ctx: WorkCtx, now: Instant, pace: Pace): Promise<Learnt> {
  const { sql, workspaceId } = ctx;
  const words = await wordsBySubject(sql, workspaceId);
  const bulkClosed = await allBulkClosed(sql, workspaceId);
  const kept = new Map<string, Opened>();
  const predictor = newPredictor({ zone: ctx.zone, recall: (pageKey) => kept.get(pageKey) ?? null });
  tellChanges(predictor, await changesNear(sql, workspaceId, null, ...ALWAYS));
  const models = new Map<Instant, PredictorModel>();
  const seen = new Set<string>();
  const toldAts: Instant[] = [];
  for await (const portion of openedPages(sql, workspaceId)) {
    const stated: { id: string; statement: Statement }[] = [];
    for (const row of portion) {
      const own = ownFactsOf(row.page, row.signature);
      const opened = predictOpening(predictor, own);
      if (opened) stated.push({ id: row.id, statement: opened.statement });
      if (opened && words.has(`page ${row.id}`)) kept.set(own.pageKey, opened);
      keepModel(models, predictor.model);
      const acts = actsOf(row, own, words, seen);
      tellLabels(predictor, acts);
      for (const { at } of acts) toldAts.push(at);
      tell(predictor, toldOf(row.page, own, bulkClosed.has(row.id)));
      await pace();
    }
    await storePredictions(sql, workspaceId, stated);
  }
  await readRest(predictor, toldAts, now, pace);
  keepModel(models, predictor.model);
  await storeModels(sql, workspaceId, models);
  await sql`
    delete from predictions d where d.workspace_id = ${workspaceId} and not exists (
      select from pages p where p.workspace_id = d.workspace_id and p.id = d.page_id)`;
  return { model: predictor.model, lessons: [...predictor.lessons.values()] };
}

function keepModel(models: Map<Instant, PredictorModel>, model: PredictorModel): void {
  if (model.at !== null) models.set(model.at, model);
}

/** What was said after the newest page, one instant at a time: a fit takes some 25 ms. */
async function readRest(predictor: Predictor, toldAts: readonly Instant[], now: Instant, pace: Pace): Promise<void> {
  const rest = [...new Set(toldAts)].filter((at) => at >= predictor.until).sort((a, b) => a - b);
  for (const at of rest) {
    readUntil(predictor, at + 1);
    await pace();
  }
  readUntil(predictor, Math.max(now, predictor.until));
  await setImmediate();
}

type Words = ReadonlyMap<string, GivenWord[]>;

/** Words on the page, and on its alert when this is the first page of it: one that is older says nothing of it. */
function actsOf({ id, signatureId }: OpenedRow, own: OwnFacts, words: Words, seen: Set<string>): LabelAct[] {
  const onPage = words.get(`page ${id}`) ?? [];
  const acts: LabelAct[] = wordTimeline(onPage)
    .filter(({ at }) => at >= own.openedAt)
    .map((act) => ({ ...act, key: own.pageKey, page: own, isPage: true }));
  const onAlert = seen.has(signatureId) ? [] : (words.get(`signature ${signatureId}`) ?? []);
  seen.add(signatureId);
  onAlert.forEach((word, no) => {
    const key = `${own.signature} ${no}`;
    for (const act of wordTimeline([word])) {
      if (act.at < own.openedAt) continue;
      acts.push({ ...act, key, page: { ...own, pageKey: key, openedAt: act.at }, isPage: false });
    }
  });
  return acts;
}

type WordRow = Omit<GivenWord, "givenAt" | "storedAt" | "endedAt"> & {
  subject: string;
  given_at: Date | null;
  stored_at: Date;
  ended_at: Date | null;
};

async function wordsBySubject(sql: Sql, workspaceId: number): Promise<Map<string, GivenWord[]>> {
  const rows = await sql<WordRow[]>`
    select subject || ' ' || subject_id as subject, given_at, stored_at, ended_at, weight,
      jsonb_build_object('verdict', verdict, 'reason', reason) as said,
      gesture_id is not null and row_number() over (
        partition by subject, subject_id, gesture_id, from_at, until_at order by stored_at, id) > 1 as again
    from person_verdicts where workspace_id = ${workspaceId} order by stored_at, given_at, subject, verdict, id`;
  const words = new Map<string, GivenWord[]>();
  for (const { subject, given_at: given, stored_at: stored, ended_at: ended, again, said, weight } of rows) {
    const [givenAt, storedAt, endedAt] = [given?.getTime() ?? null, stored.getTime(), ended?.getTime() ?? null];
    const list = words.get(subject) ?? [];
    words.set(subject, list);
    list.push({ givenAt, storedAt, endedAt, again, said, weight });
  }
  return words;
}

async function allBulkClosed(sql: Sql, workspaceId: number): Promise<Set<string>> {
  const rows = await sql<{ id: string; ended_at: Date; person: string }[]>`
    select id, ended_at, person from (
      select id, ended_at, ended_by_person_id as person,
        count(*) over (partition by ended_by_person_id order by ended_at range between ${SWEEP_WITHIN}::interval preceding
          and ${SWEEP_WITHIN}::interval following) as near
      from pages where workspace_id = ${workspaceId} and ended_at is not null and ended_by_person_id is not null
    ) closings where near >= ${BULK_THRESHOLDS.closings}`;
  return bulkCloses(
    rows.map((row) => ({ pageKey: row.id, endedAt: row.ended_at.getTime(), endedByPerson: row.person })),
  );
}

async function storePredictions(
  sql: Sql,
  workspaceId: number,
  stated: readonly { id: string; statement: Statement }[],
): Promise<void> {
  await sql.begin(async (tx) => {
    const own = tx as unknown as Sql;
    await own`create temp table staged_predictions (like predictions) on commit drop`;
    const rows = mapped(stated, ({ id, statement }) => {
      const { probability, prior, logistic, from, calibration, fellBack, modelAt } = statement;
      const fittedAt = modelAt === null ? null : new Date(modelAt);
      return [workspaceId, id, probability, prior, logistic, from, calibration, fellBack, fittedAt];
    });
    await copyIn(own, "staged_predictions", PREDICTION_COLUMNS, rows);
    const changing = PREDICTION_COLUMNS.slice(2);
    await own.unsafe(`
      insert into predictions select * from staged_predictions
      on conflict (workspace_id, page_id) do update set ${changing.map((name) => `${name} = excluded.${name}`).join(", ")}
      where (${changing.map((name) => `predictions.${name}`).join(", ")})
        is distinct from (${changing.map((name) => `excluded.${name}`).join(", ")})`);
  });
}

async function storeModels(sql: Sql, workspaceId: number, models: ReadonlyMap<Instant, PredictorModel>): Promise<void> {
  const rows = [...models].map(([at, model]) => ({ at: new Date(at).toISOString(), model }));
  await sql.begin(async (tx) => {
    const own = tx as unknown as Sql;
    await own`
      delete from predictor_models where workspace_id = ${workspaceId}
        and fitted_at <> all(${rows.map(({ at }) => at)}::text[]::timestamptz[])`;
    for (const { at, model } of rows)
      await own`
        insert into predictor_models (workspace_id, fitted_at, classifier_version, model)
        values (${workspaceId}, ${at}, ${CLASSIFIER_VERSION}, ${own.json(model as never)})
        on conflict (workspace_id, fitted_at) do update set classifier_version = excluded.classifier_version,
          model = excluded.model
        where predictor_models.model is distinct from excluded.model`;
  });
}
