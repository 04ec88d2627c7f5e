import type { Instant } from "@/lib/model/instant";
import type { Prior } from "@/lib/noise/prior";
import { medianOfSorted } from "@/lib/statistics/median-of";
import { offsetAt } from "@/lib/time/boundaries";
import { type ClockFit, clockFit } from "./clock-fit";
import {
  type FadedLabels,
  halfLifeBefore,
  humanBefore,
  inferredBefore,
  type LabelsPast,
  priorBefore,
} from "./labels-past";
import { type LooksPast, type LooksView, looksBefore } from "./looks-past";
import type { OwnFacts } from "./page-facts";
import type { SignaturePast } from "./signature-past";
import { type ActShares, actsBefore, type EndingShares, openBefore, openingsBefore } from "./signature-past";
import { type Burst, burstBefore, type ChangesBefore, changesBefore, type Surroundings } from "./surroundings";

declare const STRICTLY_BEFORE: unique symbol;

/**
 * What was known of the world in the instant before a page opened. Only `pastView` makes one, from a past to which
 * nothing later has been told; the features are made of this and of the page's own facts, and see nothing else.
 */
export type PastView = Readonly<{
  [STRICTLY_BEFORE]: true;
  /** Nothing of this instant or later is in it. */
  before: Instant;
  openings: Readonly<{ hour: number; day: number; week: number; ever: number; open: number }>;
  sinceOpeningMs: number | null;
  sinceEndMs: number | null;
  sinceFirstMs: number | null;
  medianOpenMs: number | null;
  endings: Readonly<EndingShares>;
  shortActs: Readonly<ActShares>;
  longActs: Readonly<ActShares>;
  burst: Readonly<Burst>;
  changes: Readonly<ChangesBefore>;
  clock: Readonly<ClockFit>;
  /** Local hour of the opening, with its fraction, and whether it is Saturday or Sunday. */
  hour: number;
  isWeekend: boolean;
  halfLifeMs: number;
  inferred: Readonly<FadedLabels>;
  looks: Readonly<LooksView>;
}>;

/** What people had said when a page was looked at, and the prior from their words on other alerts. */
export type LabelView = Readonly<{
  human: Readonly<FadedLabels & { words: number; last: 0 | 1 | null }>;
  prior: Prior;
}>;

/** A past that has been told exactly what was known, with the zone in which its hours are read. */
export type Past = {
  signature: SignaturePast;
  surroundings: Surroundings;
  labels: LabelsPast;
  looks: LooksPast;
  actsAreTold: boolean;
  zone: string | null;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** 1970-01-01 was a Thursday; Monday is 0. */
const EPOCH_WEEKDAY = 3;

export function pastView(past: Past, own: OwnFacts): PastView {
  const { signature } = past;
  const at = own.openedAt;
  const counts = openingsBefore(signature, at);
  const { short, long } = actsBefore(signature, at, counts.week);
  const halfLifeMs = halfLifeBefore(signature.newestOpenings);
  const judged = past.labels.signatures.get(own.signature)?.human;
  const wall = at + offsetMsAt(past.zone, at);
  const days = Math.floor(wall / DAY_MS);
  const view = {
    before: at,
    openings: { ...counts, ever: signature.opened, open: openBefore(signature, at) },
    sinceOpeningMs: sinceMs(at, signature.newestOpenings.at(-1)?.at),
    sinceEndMs: sinceMs(at, signature.lastEndedAt),
    sinceFirstMs: signature.opened === 0 ? null : at - signature.firstOpenedAt,
    medianOpenMs: medianOfSorted(signature.openMs),
    endings: { ...signature.endings },
    shortActs: short,
    longActs: long,
    burst: burstBefore(past.surroundings, own),
    changes: changesBefore(past.surroundings, own),
    clock: clockFit(signature.newestOpenings, wall),
    hour: (wall - days * DAY_MS) / HOUR_MS,
    isWeekend: (((days + EPOCH_WEEKDAY) % 7) + 7) % 7 >= 5,
    halfLifeMs,
    inferred: inferredBefore(past.labels, own, halfLifeMs, past.actsAreTold),
    looks: looksBefore(past.looks, own, halfLifeMs, (pageKey) => judged?.has(pageKey) ?? false),
  };
  return view as Omit<PastView, typeof STRICTLY_BEFORE> as PastView;
}

export function labelView(labels: LabelsPast, own: OwnFacts, halfLifeMs: number): LabelView {
  return { human: humanBefore(labels, own, halfLifeMs), prior: priorBefore(labels, own) };
}

/** Zero where nobody set a zone: then hours are those of UTC. */
export function offsetMsAt(zone: string | null, at: Instant): number {
  return zone === null ? 0 : offsetAt(at, zone);
}

function sinceMs(at: Instant, before: Instant | null | undefined): number | null {
  return before === null || before === undefined ? null : at - before;
}
