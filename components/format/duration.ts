const SPACE = "\u00a0";

/** The two largest units that matter: "45 s", "2 min 10 s", "1 h 5 min", "3 d 4 h". */
export function formatDuration(seconds: number | null): string {
  if (seconds === null) return "not measured";
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${SPACE}s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large}${SPACE}${largeUnit}`;
  return small === 0 ? first : `${first} ${small}${SPACE}${smallUnit}`;
}

export function formatAgo(seconds: number): string {
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${SPACE}min ago`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)}${SPACE}h ago`;
  return `${Math.floor(seconds / 86400)}${SPACE}days ago`;
}
