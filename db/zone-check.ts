import type { Sql } from "@/db/ctx";
import type { Hours } from "@/lib/model/settings";
import { DAY_MS, HOUR_MS, offsetAt } from "@/lib/time/boundaries";
import { clockOf } from "@/lib/time/clock-of";
import { holidaysIn } from "@/lib/time/holidays";
import { placeInstant } from "@/lib/time/hour-rules";

/** Zones whose clock is put forward and back, at odd minutes, by half an hour, backwards in summer, and not at all. */
export const CHECKED_ZONES = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "Europe/Dublin",
  "Europe/Lisbon",
  "Europe/Moscow",
  "Europe/Istanbul",
  "Atlantic/Azores",
  "Africa/Casablanca",
  "Africa/Cairo",
  "Africa/Lagos",
  "Africa/Johannesburg",
  "Asia/Jerusalem",
  "Asia/Beirut",
  "Asia/Amman",
  "Asia/Tehran",
  "Asia/Kabul",
  "Asia/Karachi",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Dhaka",
  "Asia/Yangon",
  "Asia/Shanghai",
  "Asia/Tokyo",
  "Asia/Pyongyang",
  "Australia/Eucla",
  "Australia/Adelaide",
  "Australia/Sydney",
  "Australia/Lord_Howe",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Pacific/Marquesas",
  "America/New_York",
  "America/St_Johns",
  "America/Havana",
  "America/Sao_Paulo",
  "America/Santiago",
  "America/Los_Angeles",
] as const;

/** Whole years, both included. Zones are changed by law at short notice, so none lies in the future. */
type Years = { first: number; last: number };

/** Usual hours, a week from Sunday to Thursday, and sleep that begins after midnight at an odd minute. */
const HOURS: readonly Hours[] = [
  { sleepFrom: 1320, sleepTo: 480, businessTo: 1080 },
  { sleepFrom: 1290, sleepTo: 405, businessTo: 1005, workingDays: [6, 0, 1, 2, 3] },
  { sleepFrom: 77, sleepTo: 543, businessTo: 1440 },
];

const CALENDAR = { country: "DE", region: "BY" };

type ZoneDifference = { at: string; zone: string; ours: string; theirs: string };

/**
 * Places random instants in time zones, by our own code and by SQL written for the purpose, and returns
 * where hour class, local date, local hour or night differ. Half of them lie within two hours of a change of the clock,
 * where there is one.
 */
export async function zoneDifferences(
  sql: Sql,
  count: number,
  draw: () => number,
  years: Years,
): Promise<ZoneDifference[]> {
  const [from, to] = [Date.UTC(years.first, 0, 1), Date.UTC(years.last + 1, 0, 1)];
  const length = years.last - years.first + 3;
  const holidays = Array.from({ length }, (_, index) => holidaysIn(CALENDAR, years.first - 1 + index)).flat();
  const changes = new Map(CHECKED_ZONES.map((zone) => [zone, changesOf(zone, from, to)]));
  const drawn = Array.from({ length: count }, (_, index) => {
    const zone = CHECKED_ZONES[index % CHECKED_ZONES.length] ?? "UTC";
    const near = changes.get(zone) ?? [];
    const change = draw() < 0.5 ? near[Math.floor(draw() * near.length)] : undefined;
    const at = change === undefined ? from + draw() * (to - from) : change + (draw() * 4 - 2) * HOUR_MS;
    return { at: Math.floor(at), zone, rules: Math.floor(draw() * HOURS.length) };
  });
  const clocks = HOURS.map((hours) => CHECKED_ZONES.map((zone) => [zone, clockFor(zone, hours)] as const));
  const byRules = clocks.map((pairs) => new Map<string, ReturnType<typeof clockFor>>(pairs));
  const theirs = await placedBySql(
    sql,
    drawn,
    holidays.map(({ date }) => date),
  );
  return drawn.flatMap(({ at, zone, rules }, index) => {
    const clock = byRules[rules]?.get(zone);
    if (!clock) throw new Error(`no clock for ${zone}`);
    const { hourClass, localDate, localHour, night } = placeInstant(at, clock);
    const ours = `${hourClass} ${localDate} ${localHour} ${night ?? "awake"}`;
    const other = theirs[index] ?? "nothing";
    return ours === other ? [] : [{ at: new Date(at).toISOString(), zone, ours, theirs: other }];
  });
}

function clockFor(zone: string, hours: Hours) {
  const person = { hours, timeZone: zone, ...CALENDAR, zones: [] };
  return clockOf({ person, team: null, workspace: { zone: "UTC", hours, holidays: null } });
}

/** Within a quarter of an hour. */
function changesOf(zone: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at += DAY_MS) {
    if (offsetAt(at, zone) === offsetAt(at + DAY_MS, zone)) continue;
    let step = at;
    while (offsetAt(step, zone) === offsetAt(step + HOUR_MS / 4, zone)) step += HOUR_MS / 4;
    found.push(step + HOUR_MS / 4);
  }
  return found;
}

type Drawn = { at: number; zone: string; rules: number };

async function placedBySql(sql: Sql, drawn: readonly Drawn[], holidays: readonly string[]): Promise<string[]> {
  const rows = await sql<{ placed: string }[]>`
    with rules as (
      select (position - 1)::int as rule_no, (r ->> 'sleepFrom')::int as sleep_from, (r ->> 'sleepTo')::int as sleep_to,
        (r ->> 'businessTo')::int as business_to, coalesce(r -> 'workingDays', '[0, 1, 2, 3, 4]') as working_days
      from jsonb_array_elements(${sql.json(HOURS as never)}::jsonb) with ordinality t(r, position)
    ), local as (
      select d.no, d.rule, to_timestamp(d.ms / 1000.0) at time zone d.zone as wall
      from unnest(${drawn.map(({ at }) => at)}::float8[], ${drawn.map(({ zone }) => zone)}::text[],
        ${drawn.map(({ rules }) => rules)}::int[]) with ordinality d(ms, zone, rule, no)
    ), clock as (
      select no, rule, wall::date as day, extract(hour from wall)::int as hour,
        extract(hour from wall)::int * 60 + extract(minute from wall)::int as minute,
        extract(isodow from wall)::int - 1 as weekday
      from local
    ), asleep as (
      select clock.*, rules.*, case when sleep_from > sleep_to then minute >= sleep_from or minute < sleep_to
        else minute >= sleep_from and minute < sleep_to end as sleeps
      from clock join rules on rules.rule_no = clock.rule
    )
    select concat_ws(' ',
      case when sleeps then 'sleep'
        when minute >= sleep_to and minute < business_to and working_days @> to_jsonb(weekday)
          and day <> all(${holidays as string[]}::date[]) then 'business'
        else 'off' end,
      day::text, hour,
      case when not sleeps then 'awake'
        when sleep_from > sleep_to and minute < sleep_to then (day - 1)::text
        else day::text end) as placed
    from asleep order by no`;
  return rows.map((row) => row.placed);
}
