/** Counts of one person, or of some together; `unclear` holds what is not judged yet. Tests are outside. */
export type LoadTally = {
  sleep: number;
  off: number;
  business: number;
  actionable: number;
  noise: number;
  unclear: number;
  estimated: number;
  hours: number;
  nights: number;
  /** Nights that left less rest than they should. */
  shortRests: number;
  pagesFirst: number;
  pagesEscalated: number;
  pagesUnknownLine: number;
};

export type PersonFacts = LoadTally & { personId: string };
/** What a person carried on the days on which they were in the team; incidents where whole days are asked for. */
export type MemberFacts = PersonFacts & { teamId: string; incidents?: number };

export type Membership = { teamId: string; personId: string; fromDate: string; toDate: string };

/** Hours at the first level, at further levels and at any, overlaps once. */
export type OnCallFacts = { personId: string; first: number; further: number; any: number };

/** Facts about a team's alerts; the team is named as pages name it. */
export type TeamPagesFacts = {
  team: string;
  actionable: number;
  noise: number;
  unclear: number;
  medianSeconds: number | null;
  p95Seconds: number | null;
  acknowledged: number;
  never: number;
  notKnown: number;
};

const NOTHING: LoadTally = {
  sleep: 0,
  off: 0,
  business: 0,
  actionable: 0,
  noise: 0,
  unclear: 0,
  estimated: 0,
  hours: 0,
  nights: 0,
  shortRests: 0,
  pagesFirst: 0,
  pagesEscalated: 0,
  pagesUnknownLine: 0,
};

/** Key by key in so many words: of thousands of people a loop over the keys takes several times as long. */
export function sumTallies(tallies: Iterable<LoadTally>): LoadTally {
  const sum = { ...NOTHING };
  for (const tally of tallies) {
    sum.sleep += tally.sleep;
    sum.off += tally.off;
    sum.business += tally.business;
    sum.actionable += tally.actionable;
    sum.noise += tally.noise;
    sum.unclear += tally.unclear;
    sum.estimated += tally.estimated;
    sum.hours += tally.hours;
    sum.nights += tally.nights;
    sum.shortRests += tally.shortRests;
    sum.pagesFirst += tally.pagesFirst;
    sum.pagesEscalated += tally.pagesEscalated;
    sum.pagesUnknownLine += tally.pagesUnknownLine;
  }
  return sum;
}
