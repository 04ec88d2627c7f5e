import type { PrivacyMode } from "@/lib/model/settings";

/** What each mode means for people, in the order from open to closed. */
export const PRIVACY_WORDS: Readonly<Record<PrivacyMode, { title: string; lines: readonly string[] }>> = {
  team: {
    title: "Team",
    lines: ["People see their own team by name.", "Leaders see everyone under them by name.", "Nobody else is named."],
  },
  leaders: {
    title: "Leaders",
    lines: [
      "People see only themselves by name.",
      "Leaders see everyone under them by name.",
      "Team mates are sums of at least 5 people.",
    ],
  },
  aggregate: {
    title: "Aggregate",
    lines: [
      "No names but one's own, for leaders as well.",
      "Groups under 5 people are not split.",
      "No two numbers can be set against each other to single out fewer than 5.",
    ],
  },
};
