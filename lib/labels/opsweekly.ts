import type { Reason } from "@/lib/model/verdict";

type Meaning = { reason: Reason; wrongHour: boolean };

/** The tags of Etsy's Opsweekly, each with the reason it stands for here. */
const MEANINGS = {
  issue: { reason: "fixed-a-fault", wrongHour: false },
  issuetimeperiod: { reason: "could-wait", wrongHour: false },
  viewissue: { reason: "real-upstream", wrongHour: false },
  incorrecttimeperiod: { reason: "working-as-expected", wrongHour: true },
  downtimeexpired: { reason: "planned-work", wrongHour: false },
  downtimenotset: { reason: "planned-work", wrongHour: false },
  thresholdincorrect: { reason: "threshold", wrongHour: false },
  checkfaulty: { reason: "faulty-check", wrongHour: false },
} as const satisfies Record<string, Meaning>;

export type OpsweeklyTag = keyof typeof MEANINGS;

export const OPSWEEKLY_TAGS = Object.keys(MEANINGS) as readonly OpsweeklyTag[];

/** What a tag says; null for `na` and an empty one, which say nothing; undefined for one that Opsweekly does not have. */
export function meaningOf(tag: string): (Meaning & { tag: OpsweeklyTag }) | null | undefined {
  const word = tag.trim().toLowerCase();
  if (word === "" || word === "na") return null;
  const known = OPSWEEKLY_TAGS.find((one) => one === word);
  return known && { tag: known, ...MEANINGS[known] };
}

/** The tag of a word, where Opsweekly has one; of two that are one reason here the one it came with, else the first. */
export function tagOf(said: {
  reason: Reason | null;
  wrongHour: boolean;
  tag: OpsweeklyTag | null;
}): OpsweeklyTag | null {
  const fits = (tag: OpsweeklyTag) =>
    MEANINGS[tag].reason === said.reason && MEANINGS[tag].wrongHour === said.wrongHour;
  if (said.tag && fits(said.tag)) return said.tag;
  return OPSWEEKLY_TAGS.find(fits) ?? null;
}
