const UNITS: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 };
const WORDS = /(\d+(?:\.\d+)?) ?(d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)\b,? ?/giy;
const ISO = /^PT?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;

/** Seconds of a duration in text; null where it cannot be told, as for a bare number whose unit nobody names. */
export function readDuration(text: string, unitSeconds: number | null): number | null {
  const value = text.trim();
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return unitSeconds === null ? null : Number(value) * unitSeconds;
  const clock = /^(\d+):([0-5]\d):([0-5]\d)$/.exec(value);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const iso = ISO.exec(value);
  if (iso && value.length > 2) {
    const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((part) => Number(iso[part] ?? 0));
    return (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  }
  return readWords(value);
}

function readWords(value: string): number | null {
  let seconds = 0;
  WORDS.lastIndex = 0;
  while (WORDS.lastIndex < value.length) {
    const part = WORDS.exec(value);
    if (!part) return null;
    seconds += Number(part[1]) * (UNITS[(part[2] ?? "").charAt(0).toLowerCase()] ?? 0);
  }
  return value === "" ? null : seconds;
}
