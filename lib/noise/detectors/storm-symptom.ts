import { groupBy } from "@/lib/model/group-by";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import { percent, plural } from "@/lib/noise/wording";

/**
 * A consequence in a burst: an edge leads to it from an earlier page. The first page never is one, and without an edge
 * nothing is: a fault may coincide. The page that names the cause is never called noise for this.
 */
export const stormSymptom = defineDetector({
  reason: "storm-symptom",
  thresholds: {},
  detect({ sights, surroundings }) {
    const { storms } = surroundings;
    if (!storms) return [];
    const symptoms = sights.flatMap(({ page }) => {
      const place = storms.get(page.pageKey);
      return place?.cause && !place.isRoot ? [{ place, cause: place.cause, pageKey: page.pageKey }] : [];
    });
    return [...groupBy(symptoms, ({ cause }) => cause.pageKey)].flatMap(([first, pages]): Claim[] => {
      const [one] = pages;
      if (!one) return [];
      const { place, cause } = one;
      const { followed, openings, share, lift, liftLow } = cause.edge;
      return [
        {
          claim: `${plural(pages.length, "page")} followed page ${cause.name} in a burst of ${plural(place.pages, "page")} of ${plural(place.signatures, "alert")}; that alert was followed by this one ${followed} of ${openings} times (${percent(share)}), ${lift.toFixed(1)} times as often as by chance`,
          facts: {
            first,
            name: cause.name,
            afterSeconds: Math.round(cause.afterMs / 1000),
            burstPages: place.pages,
            burstAlerts: place.signatures,
            firstOut: place.root.name,
            followed,
            openings,
            lift: Number(lift.toFixed(2)),
            liftLow: Number(liftLow.toFixed(2)),
          },
          pageKeys: pages.map(({ pageKey }) => pageKey),
        },
      ];
    });
  },
});
