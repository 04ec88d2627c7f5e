const MINUTE_MS = 60_000;

/** "45 s", "3 min", "5 h 10 min", "3 d": rounded down, so that "3 min" has been 3 min in full. */
export function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** As much of a duration as is told. */
export function secondsOf(ms: number): number {
  return Math.floor(ms / 1000);
}

export function percent(share: number): string {
  return pointsText(pointsOf(share));
}

/** As much of a share as is told: whole points of a hundred, and a half one at either end. */
export function pointsOf(share: number): number {
  const value = share * 100;
  return value > 0 && value < 1 ? 0.5 : value < 100 && value > 99 ? 99.5 : Math.round(value);
}

export function pointsText(points: number): string {
  return `${points === 0.5 ? "under 1" : points === 99.5 ? "over 99" : points} %`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "14 of 20 pages". */
export function ofPages(count: number, all: number): string {
  return `${count} of ${plural(all, "page")}`;
}

/** The number that people use where the source tells it, else the provider's key. A key may be led by its provider. */
export function pageName(pageKey: string, number?: string): string {
  return number === undefined ? (pageKey.split("\u0000").at(-1) ?? pageKey) : `#${number}`;
}
