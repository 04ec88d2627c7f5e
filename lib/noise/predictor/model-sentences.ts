import { calibrationSentence } from "@/lib/noise/calibration/fit-calibration";
import type { PredictorModel, TeamSkill } from "./model";

/** What the model is at the moment, for people: who speaks, how it is calibrated, where it gave up. */
export function modelSentences(model: PredictorModel): string[] {
  return [
    staterSentence(model),
    calibrationSentence(model.calibration[model.uses]),
    ...model.teams.flatMap(teamSentence),
  ];
}

function staterSentence({ uses, contest }: PredictorModel): string {
  const { labels, gain, standardError } = contest;
  if (gain === null) return "Predictions are the record of each alert alone: nobody has judged a page yet.";
  const counted = `${Math.floor(labels)} verdicts, log-loss ${gain >= 0 ? "better" : "worse"} by ${Math.abs(gain).toFixed(3)}`;
  const error = standardError === null ? "" : ` (standard error ${standardError.toFixed(3)})`;
  return uses === "logistic"
    ? `Predictions are those of the regression: it beats the record of each alert alone on the last ${counted}${error}.`
    : `Predictions are the record of each alert alone: the regression has not clearly beaten it on the last ${counted}${error}.`;
}

function teamSentence({ team, skill, labels, fellBack }: TeamSkill): string[] {
  if (!fellBack || skill === null) return [];
  const where = team === null ? "On pages without a team" : `In team ${team}`;
  const counted = `Brier skill ${skill.toFixed(2)} on ${Math.floor(labels)} verdicts`;
  return [
    `${where} the model did worse than the plain share (${counted}), so the record of each alert alone is used there.`,
  ];
}
