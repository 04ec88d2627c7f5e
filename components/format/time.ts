// Names are ours, not those of Intl: server and browser carry different language data and must print the same text.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

type Local = { year: number; month: number; day: number; weekday: string; clock: string; seconds: string };

function localOf(iso: string, zone: string): Local {
  const found: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(new Date(iso))) found[type] = value;
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? "";
  return { year, month, day, weekday, clock: `${found.hour}:${found.minute}`, seconds: found.second ?? "00" };
}

/** "17 Nov 2026" */
export function formatDate(iso: string, zone: string): string {
  const { year, month, day } = localOf(iso, zone);
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** "17 Nov" */
export function formatDayMonth(iso: string, zone: string): string {
  const { month, day } = localOf(iso, zone);
  return `${day} ${MONTHS[month - 1]}`;
}

/** "Tue 17 Nov 03:12" */
export function formatDayTime(iso: string, zone: string): string {
  const { weekday, month, day, clock } = localOf(iso, zone);
  return `${weekday} ${day} ${MONTHS[month - 1]} ${clock}`;
}

/** "Tue 17 Nov 2026 03:12:45" */
export function formatExact(iso: string, zone: string): string {
  const { weekday, year, month, day, clock, seconds } = localOf(iso, zone);
  return `${weekday} ${day} ${MONTHS[month - 1]} ${year} ${clock}:${seconds}`;
}

/** "03:12:45" */
export function formatClock(iso: string, zone: string): string {
  const { clock, seconds } = localOf(iso, zone);
  return `${clock}:${seconds}`;
}

/** "Tue 17 Nov" of "2026-11-17" */
export function formatLocalDay(date: string): string {
  const { weekday, month, day } = localOf(`${date}T12:00:00Z`, "UTC");
  return `${weekday} ${day} ${MONTHS[month - 1]}`;
}

/** "2026-11-17": the local date, as the range grammar takes it. */
export function formatIsoDate(iso: string, zone: string): string {
  const { year, month, day } = localOf(iso, zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** "2026-11-17T03:12:45+01:00" */
export function formatOffsetTime(iso: string, zone: string): string {
  const { year, month, day, clock, seconds } = localOf(iso, zone);
  const wall = `${year}-${pad(month)}-${pad(day)}T${clock}:${seconds}`;
  const minutes = Math.round((Date.parse(`${wall}Z`) - Date.parse(iso)) / 60_000);
  const ahead = Math.abs(minutes);
  return `${wall}${minutes < 0 ? "-" : "+"}${pad(Math.floor(ahead / 60))}:${pad(ahead % 60)}`;
}

const pad = (value: number) => String(value).padStart(2, "0");
