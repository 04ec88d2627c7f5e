import type { Instant } from "@/lib/model/instant";
import { atLevel, type Company, type Person, type Team } from "./company";
import { quote } from "./legacy-csv";
import { DAY, MINUTE } from "./local-clock";

const COLUMNS = ["provider", "account", "name", "email", "from", "to", "level", "schedule", "team"] as const;
const LEVELS = [1, 2, 3] as const;
/** Seats change on a whole hour of the team's zone, and zones lie half an hour apart at the least. */
const STEP = 30 * MINUTE;
/** A rota is planned ahead. */
const AHEAD_DAYS = 14;

/** Who was and will be on call, as a planning tool exports it: a row for each turn of a level of a team. */
export function* shiftsCsvOf(company: Company, span: { startsAt: Instant; until: Instant }): Generator<string> {
  yield `${COLUMNS.join(",")}\n`;
  const to = span.until + AHEAD_DAYS * DAY;
  for (const team of company.teams)
    for (const level of LEVELS)
      for (const turn of turnsOf(team, level, span.startsAt, to)) yield `${rowOf(team, level, turn)}\n`;
}

type Turn = { person: Person; from: Instant; to: Instant };

function turnsOf(team: Team, level: number, from: Instant, to: Instant): Turn[] {
  const turns: Turn[] = [];
  for (let at = from; at < to; at += STEP) {
    const person = atLevel(team, level, at);
    const last = turns.at(-1);
    if (last?.person === person) last.to = at + STEP;
    else if (person !== null) turns.push({ person, from: at, to: at + STEP });
  }
  return turns;
}

function rowOf(team: Team, level: number, { person, from, to }: Turn): string {
  const cells = [
    "pagerduty",
    person.id,
    person.name,
    person.email,
    timeOf(from),
    timeOf(to),
    level,
    team.policy.name,
    team.name,
  ];
  return cells.map(quote).join(",");
}

const timeOf = (at: Instant) => new Date(at).toISOString();
