import type { Share } from "@/lib/contract/noise-report";

const COUNT = new Intl.NumberFormat("en-GB");
const SPACE = "\u00a0";

export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** Rounded, but 0 and 100 are said only where they are exact. */
export function formatPercent(value: number | null): string {
  if (value === null) return "not measured";
  const rounded = Math.round(value * 100);
  if (rounded === 0 && value > 0) return `<1${SPACE}%`;
  if (rounded === 100 && value < 1) return `>99${SPACE}%`;
  return `${rounded}${SPACE}%`;
}

export function formatInterval({ low, high }: Share): string | null {
  if (low === null || high === null) return null;
  return `${Math.round(low * 100)}–${Math.round(high * 100)}${SPACE}%`;
}

export function formatCounted(count: number, one: string, many: string): string {
  return `${formatCount(count)}${SPACE}${count === 1 ? one : many}`;
}

const UNITS = ["B", "kB", "MB", "GB"];

export function formatBytes(bytes: number): string {
  const power = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}${SPACE}${UNITS[power]}`;
}
