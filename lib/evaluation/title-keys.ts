import { signatureOf } from "@/lib/ingest/signature-of";

export type TitleKeys = {
  titles: number;
  pairsApart: number;
  /** Pairs of two alerts that got one signature: a silence on the one would hide the other. */
  overMerged: [string, string][];
  pairsTogether: number;
  /** Pairs of one alert that got two signatures. */
  split: [string, string][];
};

/** How the signatures of titles compare with those that people gave them. */
export function scoreTitles(keyed: readonly (readonly string[])[]): TitleKeys {
  const all = keyed.flatMap((titles, group) => titles.map((title) => ({ title, group, signature: keyOf(title) })));
  const score: TitleKeys = { titles: all.length, pairsApart: 0, overMerged: [], pairsTogether: 0, split: [] };
  all.forEach((a, index) => {
    for (const b of all.slice(index + 1)) {
      const same = a.signature === b.signature;
      if (a.group === b.group) {
        score.pairsTogether += 1;
        if (!same) score.split.push([a.title, b.title]);
      } else {
        score.pairsApart += 1;
        if (same) score.overMerged.push([a.title, b.title]);
      }
    }
  });
  return score;
}

function keyOf(title: string): string {
  return signatureOf({ provider: "pagerduty", facts: { title, service: "one" }, openingTitle: title }).signature;
}
