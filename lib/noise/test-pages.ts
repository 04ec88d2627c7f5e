import type { Change } from "@/lib/model/change";
import type { Action, Ending, Page } from "@/lib/model/page";
import type { PageFacts } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Detector } from "./detector";
import { type History, sceneOf } from "./history";

/** Builders for the tests of this folder; minutes count from a Monday, 02:00 UTC. */
export const START = Date.parse("2026-06-01T02:00:00Z");
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type PageSketch = {
  key?: string;
  /** Minutes after the start. */
  at?: number;
  /** Minutes open; null = no known end. */
  open?: number | null;
  by?: Ending;
  person?: string;
  actions?: readonly Partial<Action & { minute: number }>[];
  facts?: PageFacts;
  known?: boolean;
  mergedInto?: string;
  /** Further openings, minutes after the first: from, to. */
  again?: readonly (readonly [number, number])[];
  notified?: boolean;
};

let count = 0;

export function pageOf(sketch: PageSketch = {}): Page {
  count += 1;
  const { key = `p${count}`, at = 0, open = 3, by = "source", known = true, again = [], notified = true } = sketch;
  const triggeredAt = START + at * MINUTE;
  const first = { openedAt: triggeredAt, endedAt: open === null ? null : triggeredAt + open * MINUTE, endedBy: by };
  const openings = [
    first,
    ...again.map(([from, to]) => ({
      openedAt: triggeredAt + from * MINUTE,
      endedAt: triggeredAt + to * MINUTE,
      endedBy: by,
    })),
  ];
  const endedAt = openings.at(-1)?.endedAt ?? null;
  const actions: Action[] = (sketch.actions ?? []).map(({ minute = 0, ...action }) => {
    return {
      kind: "acknowledged",
      by: "person",
      person: "ann",
      to: [],
      note: null,
      at: triggeredAt + minute * MINUTE,
      ...action,
    };
  });
  const acknowledged = actions.find(({ kind }) => kind === "acknowledged");
  return {
    provider: "pd",
    pageKey: key,
    facts: { title: "Disk full", service: "db", ...sketch.facts },
    triggeredAt,
    raisedBy: "automation",
    openings,
    endedAt,
    endedBy: by,
    endedByPerson: by === "person" ? (sketch.person ?? "ann") : null,
    acknowledgedAt: acknowledged?.at ?? null,
    acknowledgedBy: acknowledged?.by ?? null,
    acknowledgedByPerson: acknowledged?.person ?? null,
    knowsAcknowledgements: known,
    mergedInto: sketch.mergedInto ?? null,
    actions,
    notifications: notified ? [{ person: "ann", at: triggeredAt, channel: "push", estimated: false }] : [],
    lastEventAt: Math.max(endedAt ?? triggeredAt, ...actions.map((action) => action.at)),
  };
}

export function changeOf(rest: Partial<Change> = {}): Change {
  count += 1;
  return {
    changeKey: `c${count}`,
    kind: "deploy",
    startsAt: START,
    endsAt: null,
    service: null,
    team: null,
    environment: null,
    rule: null,
    title: "Release 7",
    url: null,
    by: null,
    isRollback: false,
    ...rest,
  };
}

export function historyOf(pages: readonly Page[], rest: Partial<History> = {}): History {
  return { pages, labels: new Map(), bulkClosed: new Set(), zone: "UTC", ...rest };
}

/** Keys of all pages that a detector found, in the order of its findings. */
export function found(detector: Detector, pages: readonly Page[], rest: Partial<History> = {}): string[] {
  return detector.detect(sceneOf(historyOf(pages, rest), DEFAULT_SETTINGS)).flatMap(({ pageKeys }) => pageKeys);
}

/** Mulberry32: tests that draw must draw the same every time. */
export function drawsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function normalOf(draw: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
