export type RangePreset = { id: string; label: string; from: string; to: string; key?: string };

/** In the grammar of the address: "/" rounds down in `from` and up in `to`. The first one is the default. */
export const RANGE_PRESETS: readonly RangePreset[] = [
  { id: "last-week", label: "Last week", from: "now-1w/w", to: "now-1w/w" },
  { id: "this-week", label: "This week", from: "now/w", to: "now/w", key: "w" },
  { id: "7-days", label: "Last 7 days", from: "now-6d/d", to: "now/d" },
  { id: "14-days", label: "Last 14 days", from: "now-13d/d", to: "now/d" },
  { id: "28-days", label: "Last 28 days", from: "now-27d/d", to: "now/d" },
  { id: "90-days", label: "Last 90 days", from: "now-89d/d", to: "now/d" },
  { id: "this-month", label: "This month", from: "now/M", to: "now/M", key: "m" },
  { id: "last-month", label: "Last month", from: "now-1M/M", to: "now-1M/M" },
  { id: "this-quarter", label: "This quarter", from: "now/Q", to: "now/Q", key: "q" },
  { id: "last-quarter", label: "Last quarter", from: "now-1Q/Q", to: "now-1Q/Q" },
];

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const STEP = /^now(?:-(\d+)([hdwMQy]))?(?:\/([hdwMQy]))?$/;

export function rangeLabel(from: string, to: string): string {
  const preset = RANGE_PRESETS.find((one) => one.from === from && one.to === to);
  if (preset) return preset.label;
  const [first, last] = [relative(from), relative(to)];
  if (first && last && first.unit === last.unit && first.unit) {
    const length = first.back - last.back + 1;
    if (length === 1) return `${first.back} ${UNIT_WORD[first.unit]}s ago`;
  }
  return from === to ? from.slice(0, 10) : `${from.slice(0, 10)} – ${to.slice(0, 10)}`;
}

const UNIT_WORD: Record<string, string> = { h: "hour", d: "day", w: "week", M: "month", Q: "quarter", y: "year" };

type Relative = { back: number; unit: string | null; rounded: boolean };

function relative(text: string): Relative | null {
  const found = STEP.exec(text);
  if (!found) return null;
  const [, back, unit, round] = found;
  if (round && unit && round !== unit) return null;
  return { back: Number(back ?? 0), unit: unit ?? round ?? null, rounded: round !== undefined };
}

/** The period of the same length before (-1) or after (1); null where it would lie in the future or cannot be told. */
export function stepRange(from: string, to: string, step: -1 | 1): { from: string; to: string } | null {
  if (DATE.test(from) && DATE.test(to)) return stepDates(from, to, step);
  const [first, last] = [relative(from), relative(to)];
  if (!first || !last) return null;
  const unit = first.unit ?? last.unit;
  if (!unit || (first.unit && last.unit && first.unit !== last.unit) || first.rounded !== last.rounded) return null;
  const length = first.back - last.back + (first.rounded ? 1 : 0);
  const shift = (back: number) => back - step * length;
  if (length <= 0 || shift(last.back) < 0) return null;
  const write = (back: number) => `now${back > 0 ? `-${back}${unit}` : ""}${first.rounded ? `/${unit}` : ""}`;
  return { from: write(shift(first.back)), to: write(shift(last.back)) };
}

const DAY_MS = 86_400_000;

// Dates without a zone: UTC is only the calendar that they are counted in.
function stepDates(from: string, to: string, step: -1 | 1): { from: string; to: string } | null {
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const length = last - first + DAY_MS;
  if (!(length > 0)) return null;
  const write = (at: number) => new Date(at + step * length).toISOString().slice(0, 10);
  return { from: write(first), to: write(last) };
}
