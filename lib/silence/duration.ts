const PARTS = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const SECONDS = [365 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1, 0.001] as const;

/** Seconds of a duration as Prometheus and Grafana write it; null where it is none. */
export function readDuration(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "0") return 0;
  const parts = trimmed === "" ? null : PARTS.exec(trimmed);
  if (!parts) return null;
  return SECONDS.reduce((sum, unit, at) => sum + Number(parts[at + 1] ?? 0) * unit, 0);
}

/** `90m` as `1h30m`; days stay hours, which every tool reads. */
export function writeDuration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  return `${hours ? `${hours}h` : ""}${minutes ? `${minutes}m` : ""}${rest ? `${rest}s` : ""}` || "0s";
}
