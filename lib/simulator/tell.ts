import type { Instant } from "@/lib/model/instant";
import type { Actor, PageEvent, PageFacts } from "@/lib/model/page-event";
import type { Alert } from "./alert";
import type { Dice } from "./dice";
import type { Act, Asked, Life } from "./life";
import { onCallOf } from "./organisation";

const MINUTE_MS = 60_000;

export type Told = {
  pageKey: string;
  alert: Alert;
  at: Instant;
  title: string;
  dedup: string;
  environment: string | undefined;
  life: Life;
  asked: Asked;
  mergedInto: string | null;
  dice: Dice;
};

/** The events of a page, as far as its source knows them. */
export function tell(page: Told): PageEvent[] {
  switch (page.alert.team.source.knowledge) {
    case "log":
      return tellLog(page);
    case "webhook":
      return tellWebhooks(page);
    case "csv":
      return tellRow(page);
  }
}

function tellLog(page: Told): PageEvent[] {
  const opening = event(
    page,
    { kind: "triggered", at: page.at, who: null },
    { by: "automation", facts: factsOf(page) },
  );
  const acts = page.life.acts.map((act) => actOf(page, act, actorOf(page, act)));
  return [opening, ...notificationsOf(page), ...acts];
}

/** Each body carries the facts as of its own moment. Notes travel only with some; who it was is often left out. */
function tellWebhooks(page: Told): PageEvent[] {
  const { source } = page.alert.team;
  const opening = event(
    page,
    { kind: "triggered", at: page.at, who: null },
    { by: "automation", facts: factsOf(page) },
  );
  const acts = page.life.acts.filter(({ kind }) => kind !== "annotated" || source.tellsNotes);
  const told = acts.map((act) => {
    const actor = source.tellsWho || act.who === null ? actorOf(page, act) : "unknown";
    const { note, person, ...rest } = actOf(page, act, actor);
    const named = actor === "person" && person !== undefined ? { person } : {};
    return { ...rest, ...named, ...(source.tellsNotes && note !== undefined ? { note } : {}) };
  });
  let facts = factsOf(page);
  return [opening, ...told].map((each) => {
    facts = { ...facts, ...each.facts };
    return { ...each, facts: { ...facts, asOf: each.at } };
  });
}

/** A row: when it opened, was acknowledged and ended. Never who; some tables say at least what kind of who. */
function tellRow(page: Told): PageEvent[] {
  const { source } = page.alert.team;
  const { acts, endsAt } = page.life;
  const opening = event(page, { kind: "triggered", at: page.at, who: null }, { by: "unknown", facts: factsOf(page) });
  const rows = [opening];
  const acknowledged = acts.find(({ kind }) => kind === "acknowledged");
  const kindOf = (act: Act): Actor => (source.tellsWho ? actorOf(page, act) : "unknown");
  if (acknowledged) rows.push(event(page, acknowledged, { by: kindOf(acknowledged) }));
  const ended = acts.find(({ kind }) => kind === "resolved");
  if (source.tellsEnds && ended && endsAt !== null)
    rows.push(event(page, { ...ended, how: undefined }, { by: kindOf(ended) }));
  return rows;
}

function actOf(page: Told, act: Act, by: Actor): PageEvent {
  const facts: PageFacts = {};
  if (act.priority !== undefined) facts.priority = act.priority;
  if (act.team !== undefined) facts.team = act.team;
  const told: PageEvent = { ...event(page, act, { by }), ...(Object.keys(facts).length > 0 ? { facts } : {}) };
  if (by === "person" && act.who !== null) told.person = act.who.key;
  if (act.note !== undefined) told.note = act.note;
  if (act.to !== undefined) told.to = act.to.map(({ key }) => key);
  if (act.state !== undefined) told.state = act.state;
  if (act.kind === "merged" && page.mergedInto !== null) told.mergedInto = page.mergedInto;
  return told;
}

function event(page: Told, { kind, at, how }: Act, more: Pick<PageEvent, "by"> & { facts?: PageFacts }): PageEvent {
  const { provider } = page.alert.team.source;
  const eventKey = `${page.pageKey} ${kind} ${at}`;
  return { provider, pageKey: page.pageKey, eventKey, kind, at, ...more, ...(how === undefined ? {} : { how }) };
}

/** Through the robot of a chat the pager cannot tell who it was. */
function actorOf({ alert }: Told, { who }: Act): Actor {
  if (who === null) return "automation";
  return alert.team.culture.byRobot ? "unknown" : "person";
}

function factsOf({ alert, title, dedup, environment, asked, life }: Told): PageFacts {
  const { source, name } = alert.team;
  // A table has only the last priority; elsewhere a later change is an event of its own.
  const changesLater = source.knowledge !== "csv" && life.acts.some(({ kind }) => kind === "priority-changed");
  const opened = changesLater ? undefined : asked.priority;
  const priority = opened ?? (source.tellsPriorities ? alert.priority : undefined);
  const facts: PageFacts = { title, service: alert.service, team: name };
  if (environment !== undefined) facts.environment = environment;
  if (priority !== undefined) facts.priority = priority;
  if (alert.urgency !== undefined) facts.urgency = alert.urgency;
  if (source.knowledge === "csv") return facts;
  facts.dedup = dedup;
  if (source.tellsRules && alert.rule !== undefined) facts.rule = alert.rule;
  return facts;
}

/** The phone of the first on call rings at once, again after a few minutes, then that of the next. */
function notificationsOf(page: Told): PageEvent[] {
  const { at, life, asked, alert, dice } = page;
  if (asked.reachesNobody) return [];
  const [first, second] = onCallOf(alert.team, at);
  const actedAt = Math.min(life.acts[0]?.at ?? Number.POSITIVE_INFINITY, life.endsAt ?? Number.POSITIVE_INFINITY);
  const rings = [
    { after: dice.whole(1, 9) * 1000, person: first.key, channel: "push" as const, level: 1 },
    { after: 5 * MINUTE_MS, person: first.key, channel: "phone" as const, level: 1 },
    { after: 20 * MINUTE_MS, person: second.key, channel: "phone" as const, level: 2 },
  ];
  return rings
    .filter(({ after }) => after < 60_000 || at + after < actedAt)
    .map(({ after, person, channel, level }) => ({
      ...event(page, { kind: "notified", at: at + after, who: null }, { by: "automation" }),
      person,
      channel,
      level,
    }));
}
