import { FEATURES } from "./features";

/**
 * What the regression says before a workspace has taught it anything, in log-odds; every other feature begins at 0, and
 * verdicts pull all of them from there. Found once by ridge regression (30 per weight) on the truth of the simulated
 * organisations `train-0` to `train-5`, without the unseen family; which features take part was chosen on `dev-0` to
 * `dev-3`. `tsx bench/predictor-defaults.ts` fits them again.
 */
export const DEFAULT_WEIGHTS: Readonly<Record<string, number>> = {
  "worth so far": 0.2,
  "worth so far, against the team": 1.1,
  "any page": 0,
  "top priority": 0.6,
  "second priority": 0.2,
  "title says information": -0.3,
  "not production": -0.8,
  "openings in 1 h": -0.2,
  "openings in 7 d": -1.3,
  "time since the last opening": 0.4,
  "ended within the hour before": 0.5,
  "still open": -1.2,
  "median duration": -0.9,
  "pages in the burst": -0.9,
  "signatures in the burst": -1.1,
  "in planned work": -2.2,
  "after a deploy": -1,
  "after scaling": -1.2,
  "fires by the clock": -0.7,
  "on time": -0.7,
};

/** In the order of the features. */
export const DEFAULTS: readonly number[] = FEATURES.map((name) => DEFAULT_WEIGHTS[name] ?? 0);
