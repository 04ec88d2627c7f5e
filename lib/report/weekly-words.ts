import type { DifferenceCause, FigureHidden, FigureValue, ReportFigure } from "@/lib/contract/weekly-report";

const HIDDEN: Record<FigureHidden, string> = {
  small: "not shown: fewer than five people",
  remainder: "not shown: it would tell of fewer than five people",
  weeks: "not shown: without names people are counted for whole calendar weeks only",
  nothing: "not measured",
};

export const hiddenText = (hidden: FigureHidden): string => HIDDEN[hidden];

/** A value with what it is over: "61.1 % (88 of 144)", "4.5 days (n = 3)". */
export function figureText(unit: ReportFigure["unit"], { value, hidden, of, n }: FigureValue): string {
  if (value === null) return hiddenText(hidden ?? "nothing");
  if (unit === "share") return `${percent(value)} (${counted(of ?? 0)} of ${counted(n ?? 0)})`;
  if (unit === "days") return `${value.toFixed(1)} days (n = ${counted(n ?? 0)})`;
  return counted(value);
}

/** What it is against the week before, shares in points; null where one of the two is not known. */
export function changeText({ unit, now, previous }: ReportFigure): string | null {
  if (now.value === null || previous === null || previous.value === null) return null;
  const difference = now.value - previous.value;
  if (unit === "share") return `${signed(difference * 100, 1)} points`;
  return signed(difference, unit === "days" ? 1 : 0);
}

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return "no change";
  return `${value < 0 ? "−" : "+"}${text}`;
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const counted = (value: number): string => value.toLocaleString("en-GB");

export const CAUSE_WORDS: Record<DifferenceCause, string> = {
  classifier: "another version of the classifier judged",
  verdicts: "pages were judged, or judged otherwise, since",
  data: "pages arrived late",
  decisions: "decisions were taken, settled or undone since",
  organisation: "hours, zones or the organisation were changed for those days",
  privacy: "who may see whom was changed",
};
