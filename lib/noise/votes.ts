import type { Finding, NoiseReason, Vote } from "@/lib/model/verdict";
import { repeatedPages } from "@/lib/noise/detectors/flapping";
import { isUnanswered } from "@/lib/noise/detectors/ignored";
import type { Scene } from "./history";
import { isInformationTitle } from "./phrases";
import type { Sight } from "./sight";
import { sameWord } from "./sight";
import { spellsOf } from "./spells";
import { durationText } from "./wording";

const MINUTE_MS = 60_000;
const ENGAGED_LONG_MS = 10 * MINUTE_MS;
const ENGAGED_SHORT_MS = 2 * MINUTE_MS;
const FLEETING_MS = 5 * MINUTE_MS;

/** However much speaks for one side, a vote of e to the 4th, 55 to 1, is as sure as weak evidence gets. */
const MAX_SUM = 4;

/** What the votes need to know of all pages together. */
export type Patterns = {
  holds: ReadonlyMap<NoiseReason, ReadonlySet<string>>;
  repeated: ReadonlySet<string>;
  anyoneEverEngaged: boolean;
};

export function patternsOf(scene: Scene, findings: readonly Finding[]): Patterns {
  const holds = new Map<NoiseReason, Set<string>>();
  for (const finding of findings) {
    if (!namesReason(finding)) continue;
    const reason = finding.detector as NoiseReason;
    const keys = holds.get(reason) ?? new Set();
    for (const key of finding.pageKeys) keys.add(key);
    holds.set(reason, keys);
  }
  return {
    holds,
    repeated: repeatedPages(spellsOf(scene)),
    anyoneEverEngaged: scene.sights.some(({ anyoneEngaged }) => anyoneEngaged),
  };
}

/** A word in the title is a finding that decides nothing. */
export function namesReason({ facts }: Finding): boolean {
  return facts.sign !== "title";
}

/** The votes that count: of each family the strongest, and of equally strong ones the one for the page. */
export function votesOf(sight: Sight, scene: Scene, patterns: Patterns): Vote[] {
  const strongest = new Map<Vote["family"], Vote>();
  for (const vote of allVotes(sight, scene, patterns)) {
    const other = strongest.get(vote.family);
    const stronger = !other || Math.abs(vote.weight) > Math.abs(other.weight);
    if (stronger || (Math.abs(vote.weight) === Math.abs(other.weight) && vote.weight > other.weight)) {
      strongest.set(vote.family, vote);
    }
  }
  return [...strongest.values()];
}

export function sumOf(votes: readonly Vote[]): number {
  const sum = votes.reduce((total, { weight }) => total + weight, 0);
  return Math.min(MAX_SUM, Math.max(-MAX_SUM, sum));
}

function allVotes(sight: Sight, scene: Scene, patterns: Patterns): Vote[] {
  return [
    ...severity(sight, scene),
    ...response(sight, scene, patterns),
    ...outcome(sight, patterns),
    ...context(sight, patterns),
    ...repetition(sight, patterns),
    ...text(sight),
  ];
}

function severity({ page, isTopPriority }: Sight, { settings }: Scene): Vote[] {
  const { priority } = page.facts;
  if (priority === undefined || isTopPriority) return [];
  const below = settings.topPriorities.some((top) => sameWord(oneBelow(top) ?? top, priority));
  return below ? [{ family: "severity", weight: 1.5, why: `priority ${priority}, one below the top` }] : [];
}

/** "P1" -> "P2". Null for names without a number, whose order nobody told. */
function oneBelow(priority: string): string | null {
  const parts = /^(.*?)(\d+)$/.exec(priority.trim());
  return parts ? `${parts[1]}${Number(parts[2]) + 1}` : null;
}

function response(sight: Sight, scene: Scene, { holds }: Patterns): Vote[] {
  const { page, engagedMs, idle, bulkClosed, notes, acknowledgedAt, anyoneEngaged } = sight;
  const votes: Vote[] = [];
  const vote = (weight: number, why: string) => votes.push({ family: "response", weight, why });
  if (engagedMs !== null && engagedMs >= ENGAGED_LONG_MS && !idle) vote(1.5, `engaged for ${durationText(engagedMs)}`);
  if (page.endedBy === "person" && !bulkClosed && notes.length === 0) vote(1, "closed by a person without a note");
  if (page.endedBy === "source" && page.endedAt !== null && acknowledgedAt !== null && anyoneEngaged) {
    const heldMs = page.endedAt - acknowledgedAt;
    if (heldMs < ENGAGED_SHORT_MS)
      vote(-1.5, `cleared by its source ${durationText(heldMs)} after it was acknowledged`);
  }
  if (holds.get("ignored")?.has(page.pageKey)) vote(-2.5, "no response, as on most pages around it");
  else if (isUnanswered(sight, scene, ENGAGED_SHORT_MS)) vote(-1, "no response");
  return votes;
}

function outcome({ page, openMs, acknowledgedAt, acted }: Sight, { holds }: Patterns): Vote[] {
  const votes: Vote[] = [];
  const untouched = page.knowsAcknowledgements && acknowledgedAt === null && !acted;
  if (page.endedBy === "source" && untouched && openMs !== null && openMs > 0 && openMs < FLEETING_MS) {
    votes.push({
      family: "outcome",
      weight: -2.5,
      why: `cleared by its source ${durationText(openMs)} after it opened, never acknowledged`,
    });
  }
  if (holds.get("stale")?.has(page.pageKey)) {
    votes.push({ family: "outcome", weight: -2.5, why: "open for more than a day with nobody active" });
  }
  return votes;
}

function context({ page }: Sight, { holds, anyoneEverEngaged }: Patterns): Vote[] {
  const votes: Vote[] = [];
  if (holds.get("test")?.has(page.pageKey)) votes.push({ family: "context", weight: -2.5, why: "not production" });
  if (holds.get("scheduled")?.has(page.pageKey)) {
    const why = anyoneEverEngaged ? "fires by the clock" : "fires by the clock and nobody ever engaged";
    votes.push({ family: "context", weight: anyoneEverEngaged ? -1 : -2.5, why });
  }
  return votes;
}

function repetition({ page }: Sight, { holds, repeated }: Patterns): Vote[] {
  if (holds.get("duplicate")?.has(page.pageKey)) {
    return [{ family: "repetition", weight: -2.5, why: "opened while the same problem was open, or merged" }];
  }
  if (!repeated.has(page.pageKey)) return [];
  return [{ family: "repetition", weight: -1.5, why: "the second or a later one of 3 openings within 60 min" }];
}

function text({ page, noiseNote }: Sight): Vote[] {
  const votes: Vote[] = [];
  if (noiseNote !== null) votes.push({ family: "text", weight: -2.5, why: "a note calls it expected or noise" });
  if (isInformationTitle(page.facts.title ?? "")) {
    votes.push({ family: "text", weight: -1.5, why: "the title tells information only" });
  }
  return votes;
}
