import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { Reason } from "@/lib/model/verdict";
import { type Alert, arrivals, titlesFor } from "./alert";
import type { Dice } from "./dice";
import type { Asked, Life } from "./life";
import type { Tone } from "./notes";
import type { Organisation, Team } from "./organisation";
import { look, work } from "./respond";
import type { HardNegative } from "./truth";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A page before it has a key. */
export type Draft = {
  alert: Alert;
  at: Instant;
  title: string;
  dedup: string;
  environment: string | undefined;
  life: Life;
  asked: Asked;
  isReal: boolean;
  reason: Reason;
  hardNegative: HardNegative | null;
  episode: string | null;
  storm: string | null;
  duplicateOf: Draft | null;
  mergedInto: Draft | null;
};

export type Extra = {
  asked?: Asked;
  reason?: Reason;
  hardNegative?: HardNegative;
  episode?: string;
  storm?: string;
  duplicateOf?: Draft;
  title?: string;
  scope?: number;
  environment?: string;
  /** What an honest note on it says. */
  honest?: Tone;
  life?: Life;
};

/** Where generators put what happens. */
export type Stage = {
  organisation: Organisation;
  drafts: Draft[];
  changes: Change[];
  /** Teams that generators may use. */
  teams: readonly Team[];
};

export function addAlert(
  { drafts }: Stage,
  dice: Dice,
  family: string,
  team: Team,
  given: Partial<Pick<Alert, "service" | "environment" | "titleOf" | "scopes" | "priority" | "urgency">> & {
    name: string;
  },
): Alert {
  const service = given.service ?? dice.pick(team.services);
  const id = `${team.name}/${family}/${given.name}/${drafts.length}-${dice.whole(0, 9999)}`;
  return {
    id,
    team,
    service,
    family,
    environment: given.environment ?? (dice.chance(0.6) ? "production" : undefined),
    titleOf: given.titleOf ?? titlesFor(service, dice),
    // Says nothing of what the alert is about.
    rule: `r${dice.whole(100_000, 999_999)}${drafts.length}`,
    priority: given.priority ?? dice.pick(["P2", "P3", "P3", "P4", undefined]),
    urgency: given.urgency ?? dice.pick(["high", "high", "low", undefined]),
    scopes: given.scopes ?? dice.pick([1, 1, 2, 4]),
  };
}

/** A page that somebody had to act on. */
export function addReal(stage: Stage, alert: Alert, at: Instant, dice: Dice, extra: Extra = {}): Draft {
  const asked = extra.asked ?? {};
  const life = extra.life ?? work({ alert, at, zone: stage.organisation.zone, dice, asked });
  if (life.change) stage.changes.push(life.change);
  return put(stage, { alert, at, dice, extra, asked, life, isReal: true, reason: extra.reason ?? "fixed-a-fault" });
}

/** A page that nobody was needed for; it goes away by itself after some minutes, or never (null). */
export function addNoise(
  stage: Stage,
  alert: Alert,
  at: Instant,
  dice: Dice,
  clearsAfterMinutes: number | null,
  extra: Extra & { reason: Reason },
): Draft {
  const asked = extra.asked ?? {};
  const clearsAt = clearsAfterMinutes === null ? null : Math.floor((at + clearsAfterMinutes * MINUTE_MS) / 1000) * 1000;
  const scene = { alert, at, zone: stage.organisation.zone, dice, asked };
  const life = extra.life ?? look(scene, clearsAt, extra.honest ?? "harmless");
  return put(stage, { alert, at, dice, extra, asked, life, isReal: false, reason: extra.reason });
}

function put(
  stage: Stage,
  page: {
    alert: Alert;
    at: Instant;
    dice: Dice;
    extra: Extra;
    asked: Asked;
    life: Life;
    isReal: boolean;
    reason: Reason;
  },
): Draft {
  const { alert, at, dice, extra, asked, life, isReal, reason } = page;
  const scope = extra.scope ?? dice.whole(1, alert.scopes);
  const draft: Draft = {
    alert,
    at: Math.floor(at / 1000) * 1000,
    title: extra.title ?? alert.titleOf(dice),
    dedup: `${alert.rule}:${scope}`,
    environment: extra.environment ?? alert.environment,
    life,
    asked,
    isReal,
    reason,
    hardNegative: extra.hardNegative ?? null,
    episode: extra.episode ?? null,
    storm: extra.storm ?? null,
    duplicateOf: extra.duplicateOf ?? null,
    mergedInto: null,
  };
  stage.drafts.push(draft);
  return draft;
}

/** The same alert is sometimes real: for some alerts 5 to 70 % of its pages. */
export function mixIn(stage: Stage, alert: Alert, dice: Dice, noisePages: number): void {
  if (!dice.chance(0.55)) return;
  const share = dice.spread(0.05, 0.7);
  const count = Math.min(30, Math.round((noisePages * share) / (1 - share)));
  if (count === 0) return;
  for (const at of arrivals(dice, stage.organisation, count, 5 * 60 * MINUTE_MS)) addReal(stage, alert, at, dice);
}

/** Something done on purpose, by anybody of the team: whoever is on call has other work as well. */
export function addChange(
  stage: Stage,
  dice: Dice,
  team: Team,
  change: Pick<Change, "kind" | "startsAt" | "title"> & Partial<Change>,
): Change {
  const whole: Change = {
    changeKey: `${change.kind} ${team.name} ${change.startsAt} ${stage.changes.length}`,
    endsAt: null,
    service: null,
    team: team.name,
    environment: null,
    rule: null,
    url: null,
    by: dice.pick(team.people).handle,
    isRollback: false,
    ...change,
  };
  stage.changes.push(whole);
  return whole;
}

/** Work as usual: every team deploys on some days, whatever its pager does. */
export function deployAsUsual(stage: Stage, dice: Dice): void {
  const { from, to } = stage.organisation;
  for (const team of stage.teams) {
    const perWeek = dice.within(3, 9);
    for (const at of arrivals(dice, stage.organisation, (perWeek * (to - from)) / (7 * DAY_MS), 20 * MINUTE_MS)) {
      const service = dice.pick(team.services);
      addChange(stage, dice, team, {
        kind: dice.pick(["deploy", "deploy", "config"]),
        startsAt: at,
        service,
        title: `${service} release`,
      });
    }
  }
}
