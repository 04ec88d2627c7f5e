import type { Reason } from "@/lib/model/verdict";

/** Each reason in one line. */
export const REASON_WORDS: Record<Reason, string> = {
  "fixed-a-fault": "somebody changed something because of it",
  "real-upstream": "real; the fix was somebody else's",
  "could-wait": "real, but worked on next business day",
  "wrong-team": "first paged a team that did not fix it",
  "working-as-expected": "true signal of normal behaviour",
  "planned-work": "explained by a deploy, maintenance or drill",
  "self-healed": "cleared by itself before anyone acted",
  flapping: "opens and clears again and again",
  duplicate: "same problem, already open",
  "storm-symptom": "consequence of another page in a burst",
  scheduled: "fires by the clock",
  stale: "open more than a day, nobody working on it",
  ignored: "nothing followed, time after time",
  threshold: "the rule is too tight, or changed",
  "faulty-check": "the check itself is wrong",
  "info-only": "no response exists",
  test: "drill, canary, staging",
};
