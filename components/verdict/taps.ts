import { type Reason, type Verdict, verdictOf } from "@/lib/model/verdict";

export type Said = { verdict: Verdict; reason: Reason | null };

export type Tap = { key: string; label: string; said: Said };

export type Suggested = { verdict: Verdict | null; reason: Reason | null } | null;

const because = (reason: Reason): Said => ({ verdict: verdictOf(reason), reason });

/** What most pages need, one key each. "False or flaky" takes our own reason for noise where there is one. */
export function tapsFor(suggested: Suggested): readonly Tap[] {
  const inferred = suggested?.reason && verdictOf(suggested.reason) === "noise" ? suggested.reason : null;
  return [
    { key: "1", label: "Fixed something", said: because("fixed-a-fault") },
    { key: "2", label: "Real, could wait", said: because("could-wait") },
    { key: "3", label: "Worked as expected", said: because("working-as-expected") },
    { key: "4", label: "False or flaky", said: because(inferred ?? "faulty-check") },
    { key: "5", label: "Not ours", said: because("wrong-team") },
  ];
}

/** The rest: "v", then a letter. */
const FURTHER: readonly (readonly [string, Said, string])[] = [
  ["a", { verdict: "actionable", reason: null }, "actionable, no reason given"],
  ["n", { verdict: "noise", reason: null }, "noise, no reason given"],
  ["u", { verdict: "unclear", reason: null }, "unclear"],
  ["r", because("real-upstream"), "real-upstream"],
  ["p", because("planned-work"), "planned-work"],
  ["s", because("self-healed"), "self-healed"],
  ["f", because("flapping"), "flapping"],
  ["d", because("duplicate"), "duplicate"],
  ["m", because("storm-symptom"), "storm-symptom"],
  ["c", because("scheduled"), "scheduled"],
  ["l", because("stale"), "stale"],
  ["i", because("ignored"), "ignored"],
  ["h", because("threshold"), "threshold"],
  ["k", because("faulty-check"), "faulty-check"],
  ["o", because("info-only"), "info-only"],
  ["t", because("test"), "test"],
];

export const FURTHER_TAPS: readonly Tap[] = FURTHER.map(([key, said, label]) => ({ key, label, said }));

/** Every key of a verdict, for a page, a row or a signature alike. */
export function verdictKeys(suggested: Suggested, judge: (said: Said) => void): Record<string, () => void> {
  const keys: Record<string, () => void> = {};
  for (const { key, said } of tapsFor(suggested)) keys[key] = () => judge(said);
  for (const { key, said } of FURTHER_TAPS) keys[`v ${key}`] = () => judge(said);
  const { verdict, reason } = suggested ?? { verdict: null, reason: null };
  if (verdict !== null && verdict !== "unclear") keys.y = () => judge({ verdict, reason });
  return keys;
}

export function wordsOf({ verdict, reason }: Said): string {
  return reason ? `${verdict}, ${reason}` : verdict;
}
