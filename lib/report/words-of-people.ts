import type { Label } from "@/lib/labels/label";
import { groupBy } from "@/lib/model/group-by";
import type { Page } from "@/lib/model/page";
import type { PersonVerdict } from "@/lib/model/verdict";

/** People's words in force, as the files tell them. */
export type WordsOfPeople = {
  /** By page key, led by the provider. */
  pages: ReadonlyMap<string, PersonVerdict>;
  onSignature(signature: string, page: Page): PersonVerdict | null;
};

/** Of several words on one subject the last one that was given counts; one without a time is older than any with one. */
export function wordsOfPeople(labels: readonly Label[]): WordsOfPeople {
  const inForce = inOrderGiven(labels.filter(({ endedAt }) => endedAt === null));
  const pages = new Map<string, PersonVerdict>();
  for (const { about, verdict, reason, note, weight } of inForce)
    if (about.kind === "page") pages.set(`${about.provider}\u0000${about.pageKey}`, { verdict, reason, note, weight });
  const signatures = groupBy(inForce, ({ about }) => (about.kind === "signature" ? about.signature : null));
  return {
    pages,
    onSignature(signature, { triggeredAt }) {
      const said = signatures.get(signature)?.findLast(({ from, until }) => {
        return (from === null || triggeredAt >= from) && (until === null || triggeredAt < until);
      });
      return said ? { verdict: said.verdict, reason: said.reason, note: said.note } : null;
    },
  };
}

export function inOrderGiven(labels: readonly Label[]): Label[] {
  return labels.toSorted((a, b) => (a.at ?? Number.NEGATIVE_INFINITY) - (b.at ?? Number.NEGATIVE_INFINITY) || 0);
}
