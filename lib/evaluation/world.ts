import type { Instant } from "@/lib/model/instant";
import { simulate } from "@/lib/simulator/simulate";
import type { Truth } from "@/lib/simulator/truth";
import { type FoldedPage, foldEvents, type JudgedPage, judgeEvents, type Known } from "./judge-events";

/** One simulated organisation, folded; what is known of it and what was so are kept apart. */
export type World = { seed: string; known: Known; folded: readonly FoldedPage[]; truths: ReadonlyMap<string, Truth> };

export function worldOf(seed: string): World {
  const { events, changes, people, zone, to, truths } = simulate(seed);
  const known: Known = { events, changes, people, zone, knownUntil: to };
  return { seed, known, folded: foldEvents(events), truths: new Map(truths.map((truth) => [truth.pageKey, truth])) };
}

/** As it was known at an instant: nothing that was told afterwards. */
export function foldedBefore({ known }: World, at: Instant): Pick<World, "folded" | "known"> {
  const events = known.events.filter((event) => event.at < at);
  const changes = known.changes
    .filter(({ startsAt }) => startsAt < at)
    .map((change) => (change.endsAt !== null && change.endsAt >= at ? { ...change, endsAt: null } : change));
  return { folded: foldEvents(events), known: { ...known, events, changes, knownUntil: at } };
}

/** A page with what was said of it and what it was. */
export type Outcome = JudgedPage & { truth: Truth; seed: string };

/** Without any label of a person. */
export function judgeWorld(
  { seed, known, folded, truths }: World,
  labels?: Parameters<typeof judgeEvents>[2],
): Outcome[] {
  const judged = judgeEvents(folded, known, labels);
  return [...judged.values()].map((each) => {
    const truth = truths.get(each.page.pageKey);
    if (!truth) throw new Error(`Page ${each.page.pageKey} has no truth`);
    return { ...each, truth, seed };
  });
}
