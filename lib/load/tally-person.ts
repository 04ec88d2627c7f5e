import type { HourClass } from "@/lib/model/interruption";
import type { Verdict } from "@/lib/model/verdict";
import { addDays } from "@/lib/time/boundaries";
import { LEAST_REST_MINUTES } from "./recovery-gaps";

/** One interruption of the person, tests left out. */
export type PersonInterruption = {
  hourClass: HourClass;
  localDate: string;
  /** Epoch milliseconds at which the local clock hour began. */
  hourStartedAt: number;
  night: string | null;
  /** Of that night. */
  restMinutes: number | null;
  estimated: boolean;
  verdict: Verdict | null;
  signatureId: string;
};

export type HourTally = { sleep: number; off: number; business: number; total: number };

export type PersonTally = {
  interruptions: HourTally;
  actionable: number;
  noise: number;
  unclear: number;
  estimated: number;
  disruptedNights: number;
  disruptedHours: number;
  /** Nights that left less rest than they should. */
  shortRests: number;
};

const noHours = (): HourTally => ({ sleep: 0, off: 0, business: 0, total: 0 });

function countIn(tally: HourTally, hourClass: HourClass): void {
  tally[hourClass] += 1;
  tally.total += 1;
}

/** Sums of product.md, "Load". What is not judged yet counts as unclear. */
export function tallyPerson(interruptions: readonly PersonInterruption[]): PersonTally {
  const hours = noHours();
  const verdicts = { actionable: 0, noise: 0, unclear: 0 };
  for (const { hourClass, verdict } of interruptions) {
    countIn(hours, hourClass);
    verdicts[verdict ?? "unclear"] += 1;
  }
  return {
    interruptions: hours,
    ...verdicts,
    estimated: interruptions.filter(({ estimated }) => estimated).length,
    disruptedNights: new Set(interruptions.flatMap(({ night }) => night ?? [])).size,
    disruptedHours: new Set(interruptions.map(({ hourStartedAt }) => hourStartedAt)).size,
    shortRests: new Set(interruptions.flatMap(({ night, restMinutes }) => (isShort(restMinutes) ? (night ?? []) : [])))
      .size,
  };
}

const isShort = (restMinutes: number | null) => restMinutes !== null && restMinutes < LEAST_REST_MINUTES;

/** Every date from `fromDate` to `toDate`, half-open, the quiet ones too. A night stands on the date on which it begins. */
export function daysOf(
  interruptions: readonly PersonInterruption[],
  { fromDate, toDate }: { fromDate: string; toDate: string },
): (HourTally & { date: string; night: boolean })[] {
  const nights = new Set(interruptions.flatMap(({ night }) => night ?? []));
  const byDate = new Map<string, HourTally>();
  for (const { localDate, hourClass } of interruptions) {
    const tally = byDate.get(localDate) ?? noHours();
    byDate.set(localDate, tally);
    countIn(tally, hourClass);
  }
  const days = [];
  for (let date = fromDate; date < toDate; date = addDays(date, 1))
    days.push({ date, ...(byDate.get(date) ?? noHours()), night: nights.has(date) });
  return days;
}

export type WakingTally = { signatureId: string; interruptions: HourTally; noise: number; nights: number };

/** The alerts that interrupted, most disturbed nights first; equal ones by interruptions, then by id. */
export function wakingAlerts(interruptions: readonly PersonInterruption[]): WakingTally[] {
  const found = new Map<string, { interruptions: HourTally; noise: number; nights: Set<string> }>();
  for (const { signatureId, hourClass, verdict, night } of interruptions) {
    const alert = found.get(signatureId) ?? { interruptions: noHours(), noise: 0, nights: new Set<string>() };
    found.set(signatureId, alert);
    countIn(alert.interruptions, hourClass);
    if (verdict === "noise") alert.noise += 1;
    if (night !== null) alert.nights.add(night);
  }
  return [...found]
    .map(([signatureId, { nights, ...alert }]) => ({ signatureId, ...alert, nights: nights.size }))
    .sort(
      (a, b) =>
        b.nights - a.nights ||
        b.interruptions.total - a.interruptions.total ||
        (a.signatureId < b.signatureId ? -1 : a.signatureId > b.signatureId ? 1 : 0),
    );
}
