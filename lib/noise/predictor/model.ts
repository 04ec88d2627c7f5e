import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import { brierSkill } from "@/lib/noise/calibration/brier";
import { type Calibration, calibrated, fitCalibration, NOT_CALIBRATED } from "@/lib/noise/calibration/fit-calibration";
import { classWeights, type Scored } from "@/lib/noise/calibration/scored";
import { actionableDespiteSlips } from "@/lib/noise/calibration/slips";
import { type Contest, contestOf, NO_CONTEST, type Stated } from "./contest";
import { DEFAULTS } from "./default-weights";
import { ANY_PAGE, FEATURES, type FeatureRow } from "./features";
import { type Example, fitLogistic, scoreOf, sigmoid } from "./logistic";

/** Who states the probability: the record of the alert alone (2.6), or the regression over all features. */
export type Stater = "prior" | "logistic";

/** A page that a person judged, with what was stated of it before that. */
export type Lesson = Stated & { pageKey: string; team: string | null; row: FeatureRow };

/** How the model does in a team: Brier skill against the team's plain share, null where one outcome was never seen. */
export type TeamSkill = {
  team: string | null;
  labels: number;
  skill: number | null;
  /** Of the record of each alert alone, uncalibrated. */
  priorSkill: number | null;
  /** There the model does worse than the plain share, and than 2.6: so 2.6 speaks. */
  fellBack: boolean;
};

export type PredictorModel = {
  /** When it was fitted; null before the first verdicts. */
  at: Instant | null;
  lessons: number;
  weights: readonly number[];
  contest: Contest;
  uses: Stater;
  /** Each stater has its own: what puts one right puts the other wrong. */
  calibration: Readonly<Record<Stater, Calibration>>;
  teams: readonly TeamSkill[];
};

/** Older words are of alerts as they were. */
const NEWEST_LESSONS = 2_000;

/** As many as are fitted in about 25 ms: a verdict must not wait for its model. */
const FITTED_LESSONS = 1_000;

/** A weight is believed to lie within about .26 of its default until labels say otherwise; the intercept may move more. */
const STRENGTH = 15;
const INTERCEPT_STRENGTH = 4;

/** A team needs this many labels, and both outcomes, before it can be said to do badly. */
const TEAM_LABELS = 50;

const STRENGTHS = FEATURES.map((_, index) => (index === ANY_PAGE ? INTERCEPT_STRENGTH : STRENGTH));

export const FIRST_MODEL: PredictorModel = {
  at: null,
  lessons: 0,
  weights: DEFAULTS,
  contest: NO_CONTEST,
  uses: "prior",
  calibration: { prior: NOT_CALIBRATED, logistic: NOT_CALIBRATED },
  teams: [],
};

/** The model of an instant: a pure function of the lessons in the order in which people gave them. */
export function refit(all: readonly Lesson[], at: Instant): PredictorModel {
  const lessons = all.slice(-NEWEST_LESSONS);
  const { weights } = fitLogistic(lessons.slice(-FITTED_LESSONS).map(exampleOf), DEFAULTS, STRENGTHS);
  const contest = contestOf(lessons);
  const uses = contest.wins ? "logistic" : "prior";
  const calibration = {
    prior: fitCalibration(scoredBy("prior", lessons)),
    logistic: fitCalibration(scoredBy("logistic", lessons)),
  };
  const teams = teamSkills(lessons, uses, calibration[uses]);
  return { at, lessons: lessons.length, weights, contest, uses, calibration, teams };
}

/** A word that goes against what was stated counts by as much as it is believed: else slips make it overstate what is rare. */
function exampleOf({ row, weight, logistic, outcome }: Lesson): Example {
  return { row, weight, outcome: actionableDespiteSlips(logistic, outcome) };
}

function scoredBy(stater: Stater, lessons: readonly Lesson[]): Scored[] {
  return lessons.map((lesson) => ({ probability: lesson[stater], outcome: lesson.outcome, weight: lesson.weight }));
}

function teamSkills(lessons: readonly Lesson[], uses: Stater, calibration: Calibration): TeamSkill[] {
  const byTeam = [...groupBy(lessons, ({ team }) => team)].sort(([a], [b]) => compareTeams(a, b));
  return byTeam.map(([team, own]) => {
    const prior = scoredBy("prior", own);
    const raw = uses === "prior" ? prior : scoredBy(uses, own);
    const stated = raw.map((each) => ({ ...each, probability: calibrated(calibration, each.probability) }));
    const { positive, negative } = classWeights(prior);
    const labels = positive + negative;
    const [skill, priorSkill] = [brierSkill(stated), brierSkill(prior)];
    const isWorse = skill !== null && priorSkill !== null && skill < 0 && priorSkill > skill;
    return { team, labels, skill, priorSkill, fellBack: isWorse && labels >= TEAM_LABELS };
  });
}

/** By name, those without one last. */
function compareTeams(a: string | null, b: string | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the model states of a page. */
export type Statement = {
  /** That the page is actionable. */
  probability: number;
  /** Both contenders, as they are before calibration. */
  prior: number;
  logistic: number;
  from: Stater;
  calibration: Calibration["kind"];
  /** The model does worse than the plain share in this team, so that 2.6 speaks there. */
  fellBack: boolean;
  modelAt: Instant | null;
};

export type Evidence = { team: string | null; prior: number; labels: readonly number[]; row: FeatureRow };

export function stateOf(model: PredictorModel, { team, prior, labels, row }: Evidence): Statement {
  const said = labels.reduce((sum, value, index) => sum + value * (model.weights[index] ?? 0), 0);
  const logistic = sigmoid(scoreOf(row, model.weights, said));
  const fellBack = model.teams.some((each) => each.fellBack && each.team === team);
  const from = fellBack ? "prior" : model.uses;
  const raw = from === "prior" ? prior : logistic;
  const calibration = fellBack ? NOT_CALIBRATED : model.calibration[from];
  const probability = calibrated(calibration, raw);
  return { probability, prior, logistic, from, calibration: calibration.kind, fellBack, modelAt: model.at };
}
