import { betaCdf, betaQuantile } from "@/lib/statistics/distributions";
import type { LabelCount, Prior } from "./prior";

/** What labels and a prior say of the share of actionable pages. */
export type Posterior = {
  mean: number;
  /** 90 %. Found by search, so only where it is asked for. */
  interval: () => { low: number; high: number };
  /** P(share <= tau). */
  atMost: (tau: number) => number;
};

export function posteriorOf({ a, n }: LabelCount, { mu, kappa }: Prior): Posterior {
  const alpha = a + kappa * mu;
  const beta = n - a + kappa * (1 - mu);
  return {
    mean: alpha / (alpha + beta),
    interval: () => ({ low: betaQuantile(0.05, alpha, beta), high: betaQuantile(0.95, alpha, beta) }),
    atMost: (tau) => betaCdf(tau, alpha, beta),
  };
}
