import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import { sameWord } from "./sight";

const MINUTE_MS = 60_000;

/** A page of another team opens up to so long after, ends about when the first ends, and does so time after time. */
export const ECHO_THRESHOLDS = { withinMinutes: 10, endsWithinMinutes: 6, times: 3, share: 0.3 };

type Told = { page: Page; signature: string };

/** Pairs of alerts, "of the one team\u0000of the other", that open and end together. */
export type Echoes = ReadonlySet<string>;

const pairOf = (cause: Told, effect: Told): string => `${cause.signature}\u0000${effect.signature}`;

/** `pages` in order of opening. That both ends meet as well is so rare by chance that few times are enough. */
export function echoesOf(pages: readonly Told[]): Set<string> {
  const counts = new Map<string, { cause: string; times: number }>();
  for (const [cause, effect] of togetherIn(pages)) {
    const pair = pairOf(cause, effect);
    const count = counts.get(pair) ?? { cause: cause.signature, times: 0 };
    count.times += 1;
    counts.set(pair, count);
  }
  const openings = new Map<string, number>();
  for (const { signature } of pages) openings.set(signature, (openings.get(signature) ?? 0) + 1);
  const { times: least, share } = ECHO_THRESHOLDS;
  const pairs = [...counts].flatMap(([pair, { cause, times }]) =>
    times >= least && times >= share * (openings.get(cause) ?? 0) ? [pair] : [],
  );
  return new Set(pairs.sort());
}

/** For each page the page of another team that it echoes, by its key. `pages` in order of opening. */
export function echoedPages(pages: readonly Told[], echoes: Echoes): Map<string, Page> {
  const echoed = new Map<string, Page>();
  if (echoes.size === 0) return echoed;
  const causes = causesOf(echoes);
  for (const [cause, effect] of togetherIn(pages, (signature) => causes.has(signature)))
    if (causes.get(effect.signature)?.has(cause.signature)) echoed.set(effect.page.pageKey, cause.page);
  return echoed;
}

/** The alerts that each alert echoes. */
function causesOf(echoes: Echoes): Map<string, Set<string>> {
  const causes = new Map<string, Set<string>>();
  for (const pair of echoes) {
    const [cause = "", effect = ""] = pair.split("\u0000");
    const mine = causes.get(effect);
    if (mine) mine.add(cause);
    else causes.set(effect, new Set([cause]));
  }
  return causes;
}

/** Pages of two teams that open and end together, the earlier one first. `isWanted`: of the later one's alert. */
function* togetherIn(
  pages: readonly Told[],
  isWanted: (signature: string) => boolean = () => true,
): Generator<[Told, Told]> {
  let from = 0;
  for (let index = 0; index < pages.length; index += 1) {
    const effect = pages[index];
    if (!effect) continue;
    const { triggeredAt, facts } = effect.page;
    const end = endOf(effect.page);
    while ((pages[from]?.page.triggeredAt ?? triggeredAt) < triggeredAt - ECHO_THRESHOLDS.withinMinutes * MINUTE_MS)
      from += 1;
    if (facts.team === undefined || end === null || !isWanted(effect.signature)) continue;
    for (let before = from; before < index; before += 1) {
      const cause = pages[before];
      if (cause?.page.facts.team === undefined || sameWord(cause.page.facts.team, facts.team)) continue;
      const causeEnd = endOf(cause.page);
      if (causeEnd === null || Math.abs(end - causeEnd) > ECHO_THRESHOLDS.endsWithinMinutes * MINUTE_MS) continue;
      yield [cause, effect];
    }
  }
}

/** A merge tells nothing of when the problem was over. */
export function endOf({ endedAt, endedBy }: Page): Instant | null {
  return endedBy === "source" || endedBy === "person" ? endedAt : null;
}
