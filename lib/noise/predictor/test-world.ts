import type { Change } from "@/lib/model/change";
import type { Action, Ending } from "@/lib/model/page";
import { drawsOf } from "@/lib/noise/test-pages";
import type { LabelAct } from "./labels-past";
import { type OpenedPage, ownFactsOf } from "./page-facts";
import type { PredictorInput } from "./run-predictor";

/** A small company for the tests of this folder. Its truth is drawn here and never told to the predictor. */
export const WORLD_START = Date.parse("2026-03-02T00:00:00Z");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type WorldSize = { pages: number; signatures: number; days: number; labelled: number; seed: number };

export type World = PredictorInput & { truth: ReadonlyMap<string, 0 | 1> };

const WORDS = ["disk", "latency", "queue", "login", "payment", "replica", "backup", "cache"];

export function signatureOf({ facts }: OpenedPage): string {
  return `${facts.service}/${facts.rule}`;
}

/** Each signature has its share of real pages and its manners; what people do depends on whether a page is real. */
export function worldOf({ pages: count, signatures, days, labelled, seed }: WorldSize): World {
  const draw = drawsOf(seed);
  const kinds = Array.from({ length: signatures }, (_, index) => ({
    index,
    share: draw() ** 3,
    nightly: draw() < 0.2,
    title: `${WORDS[Math.floor(draw() * WORDS.length)]} ${draw() < 0.3 ? "critical" : "warning"} on host ${index}`,
  }));
  const truth = new Map<string, 0 | 1>();
  const pages = Array.from({ length: count }, (_, number): OpenedPage => {
    const kind = kinds[Math.floor(draw() ** 2 * signatures)] ?? { index: 0, share: 0.5, nightly: false, title: "" };
    const day = Math.floor((number / count) * days) * DAY;
    const at = WORLD_START + day + Math.floor(kind.nightly ? 3 * HOUR + draw() * 5 * MINUTE : draw() * DAY);
    const real = draw() < kind.share ? 1 : 0;
    const pageKey = `p${number}`;
    truth.set(pageKey, real);
    return pageFrom(pageKey, kind, at, real, draw);
  });
  const labels = labelsFrom(pages, truth, labelled, draw);
  const changes = Array.from({ length: days }, (_, day) => changeFrom(day, draw));
  return { pages, signatureOf, labels, changes, bulkClosed: new Set(), zone: "Europe/Berlin", truth };
}

function pageFrom(
  pageKey: string,
  kind: { index: number; title: string },
  openedAt: number,
  real: 0 | 1,
  draw: () => number,
): OpenedPage {
  const endedAt = openedAt + Math.floor((real ? 20 + draw() * 200 : 1 + draw() * 12) * MINUTE);
  const byPerson = draw() < (real ? 0.7 : 0.1);
  const endedBy: Ending = byPerson ? "person" : "source";
  const action = (what: Action["kind"], at: number, note: string | null = null): Action => {
    return { kind: what, at, by: "person", person: `u${kind.index % 7}`, to: [], note };
  };
  const actions: Action[] = [];
  if (draw() < (real ? 0.9 : 0.3)) actions.push(action("acknowledged", openedAt + Math.floor(draw() * 5 * MINUTE)));
  if (real && draw() < 0.3)
    actions.push(action("annotated", endedAt + 10 * MINUTE, "moved the shard and restarted it"));
  if (byPerson) actions.push(action("resolved", endedAt));
  const acknowledged = actions.find(({ kind: what }) => what === "acknowledged");
  return {
    provider: "pd",
    pageKey,
    facts: { title: kind.title, service: `s${kind.index % 5}`, rule: `r${kind.index}`, team: `t${kind.index % 3}` },
    opening: { priority: draw() < 0.5 ? "P2" : null, urgency: "high", team: `t${kind.index % 3}` },
    openingTitle: kind.title,
    triggeredAt: openedAt,
    raisedBy: "automation",
    openings: [{ openedAt, endedAt, endedBy }],
    endedAt,
    endedBy,
    endedByPerson: byPerson ? "u1" : null,
    acknowledgedAt: acknowledged?.at ?? null,
    acknowledgedBy: acknowledged?.by ?? null,
    acknowledgedByPerson: acknowledged?.person ?? null,
    knowsAcknowledgements: true,
    mergedInto: null,
    actions,
    notifications: [],
    lastEventAt: Math.max(endedAt, ...actions.map(({ at }) => at)),
  };
}

function labelsFrom(
  pages: readonly OpenedPage[],
  truth: ReadonlyMap<string, 0 | 1>,
  count: number,
  draw: () => number,
) {
  const every = pages.length / Math.max(1, count);
  return Array.from({ length: count }, (_, index): LabelAct | null => {
    const page = pages[Math.floor((index + draw() * 0.99) * every)];
    if (!page) return null;
    const at = page.triggeredAt + 3 * HOUR + Math.floor(draw() * DAY);
    const verdict = truth.get(page.pageKey) === 1 ? "actionable" : "noise";
    const own = ownFactsOf(page, signatureOf(page));
    return { at, key: page.pageKey, page: own, isPage: true, said: { verdict, reason: null }, weight: 1 };
  }).flatMap((act) => act ?? []);
}

function changeFrom(day: number, draw: () => number): Change {
  const startsAt = WORLD_START + day * DAY + Math.floor(draw() * DAY);
  const kind = (["deploy", "maintenance", "scale", "rule-edit"] as const)[Math.floor(draw() * 4)] ?? "deploy";
  const number = Math.floor(draw() * 5);
  return {
    changeKey: `c${day}`,
    kind,
    startsAt,
    endsAt: kind === "maintenance" ? startsAt + 2 * HOUR : null,
    service: `s${number}`,
    team: null,
    environment: null,
    rule: kind === "rule-edit" ? `r${number}` : null,
    title: "change",
    url: null,
    by: null,
    isRollback: false,
  };
}
