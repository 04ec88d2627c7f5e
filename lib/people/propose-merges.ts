export type Candidate = {
  id: string;
  name: string | null;
  emails: readonly string[];
  providers: readonly string[];
};

export type ProposedMerge = {
  one: string;
  other: string;
  why: "same-email" | "same-name" | "same-mailbox";
  sentence: string;
};

/** A mailbox that several people read says nothing about who they are. */
const SHARED_MAILBOXES: ReadonlySet<string> = new Set(
  "admin alerts contact devops help info it mail noreply no-reply office oncall on-call ops sre support team".split(
    " ",
  ),
);

/** A name or mailbox that so many have tells nobody apart. */
const MOST_ALIKE = 5;

/**
 * People who may be one: the same name or mailbox at different providers. Never merged by themselves: two people may
 * share a name.
 */
export function proposeMerges(people: readonly Candidate[], keptApart: ReadonlySet<string>): ProposedMerge[] {
  const proposed = new Map<string, ProposedMerge>();
  const rules = [byEmail, byName, byMailbox];
  for (const rule of rules) {
    for (const [key, alike] of grouped(people, rule.keys)) {
      if (alike.length > MOST_ALIKE) continue;
      for (const [one, other] of pairsOf(alike)) {
        const pair = pairKey(one.id, other.id);
        if (proposed.has(pair) || keptApart.has(pair) || !rule.holds(one, other)) continue;
        proposed.set(pair, { one: one.id, other: other.id, why: rule.why, sentence: rule.sentence(key) });
      }
    }
  }
  return [...proposed.values()];
}

/** Of two ids, whichever is named first. */
export const pairKey = (one: string, other: string): string => [one, other].sort().join(" ");

type Rule = {
  why: ProposedMerge["why"];
  keys: (person: Candidate) => readonly string[];
  holds: (one: Candidate, other: Candidate) => boolean;
  sentence: (key: string) => string;
};

/** Only where somebody placed one of them by hand: else one address is one person already. */
const byEmail: Rule = {
  why: "same-email",
  keys: ({ emails }) => emails.map((email) => email.toLowerCase()),
  holds: () => true,
  sentence: (key) => `Both have the address ${key}.`,
};

const byName: Rule = {
  why: "same-name",
  keys: ({ name }) => (wordsOf(name).length >= 2 ? [wordsOf(name).sort().join(" ")] : []),
  holds: acrossProviders,
  sentence: () => "Both have the same name, at different providers.",
};

const byMailbox: Rule = {
  why: "same-mailbox",
  keys: ({ emails }) =>
    emails.map(mailboxOf).filter((mailbox) => mailbox.length >= 3 && !SHARED_MAILBOXES.has(mailbox)),
  holds: (one, other) => acrossProviders(one, other) && similarNames(one.name, other.name),
  sentence: (key) => `Both have a mailbox "${key}" and similar names, at different providers.`,
};

function acrossProviders(one: Candidate, other: Candidate): boolean {
  return (
    !one.providers.every((provider) => other.providers.includes(provider)) ||
    one.providers.length !== other.providers.length
  );
}

/** Without what follows a plus sign, which some mail servers leave out too. */
function mailboxOf(email: string): string {
  return (email.split("@")[0] ?? "").toLowerCase().replace(/\+.*$/, "").replaceAll(".", "");
}

/** Words of a name without case, accents and titles of punctuation. */
function wordsOf(name: string | null): string[] {
  const plain = (name ?? "").normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** One word in common that is more than an initial, or a name that is only initials and a mailbox. */
function similarNames(one: string | null, other: string | null): boolean {
  const words = wordsOf(one).filter((word) => word.length > 1);
  const others = new Set(wordsOf(other));
  return words.some((word) => others.has(word));
}

function grouped(people: readonly Candidate[], keysOf: Rule["keys"]): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const person of people) {
    for (const key of new Set(keysOf(person))) {
      const group = groups.get(key);
      if (group) group.push(person);
      else groups.set(key, [person]);
    }
  }
  return groups;
}

function* pairsOf(people: readonly Candidate[]): Generator<[Candidate, Candidate]> {
  for (const [index, one] of people.entries()) for (const other of people.slice(index + 1)) yield [one, other];
}
