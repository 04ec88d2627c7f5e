/** A provider's account, as far as it says whose it is. */
export type Account = {
  id: string;
  personId: string;
  /** Where somebody put it by hand it stays. */
  matchedBy: "itself" | "email" | "hand";
  email: string | null;
};

export type MatchScope = {
  /** Addresses in lower case whose accounts are placed anew. */
  emails: ReadonlySet<string>;
  /** Accounts that are new, or whose address changed. */
  touched: ReadonlySet<string>;
};

export const emailKey = (email: string) => email.toLowerCase();

/**
 * Places accounts with their people: those of one address are one person, an account without an address is one of its
 * own. The first account of a person gives it its id. Given are all accounts of the addresses in scope and all others of
 * the people concerned; returned are those that move. The order in which accounts came to be known does not matter.
 */
export function matchByEmail(accounts: readonly Account[], scope: MatchScope, newId: () => string): Account[] {
  const movable = (account: Account) =>
    account.matchedBy !== "hand" &&
    (scope.touched.has(account.id) || (account.email !== null && scope.emails.has(emailKey(account.email))));
  const places = new Places(accounts, movable, newId);
  const moved: Account[] = [];
  for (const group of groupsOf(accounts.filter(movable), scope.touched)) {
    for (const part of partsOf(group, accounts, scope.touched)) {
      const personId = part.joins ?? places.claim(part.members);
      for (const account of part.members) {
        const matchedBy = account.id === personId ? "itself" : "email";
        if (account.personId !== personId) moved.push({ ...account, personId, matchedBy });
      }
    }
  }
  return moved;
}

/** Accounts of one address together, those without an address alone. Who is known longer stands first and keeps the id. */
function groupsOf(accounts: readonly Account[], touched: ReadonlySet<string>): Account[][] {
  const groups = new Map<string, Account[]>();
  const isNew = ({ id }: Account) => Number(touched.has(id));
  for (const account of [...accounts].sort((a, b) => isNew(a) - isNew(b) || (a.id < b.id ? -1 : 1))) {
    const key = account.email === null ? `id ${account.id}` : `email ${emailKey(account.email)}`;
    groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return [...groups.values()];
}

type Part = { members: Account[]; joins: string | null };

/**
 * Where people placed an account of the same address by hand, newcomers join that person if it is the only one with the
 * address; where there are several, each newcomer is a person of its own until somebody decides.
 */
function partsOf(group: Account[], accounts: readonly Account[], touched: ReadonlySet<string>): Part[] {
  const email = group[0]?.email ?? null;
  const whole: Part[] = [{ members: group, joins: null }];
  if (email === null) return whole;
  const byHand = accounts.filter(
    (other) => other.matchedBy === "hand" && other.email !== null && emailKey(other.email) === emailKey(email),
  );
  const [person, ...more] = new Set(byHand.map(({ personId }) => personId));
  if (person === undefined) return whole;
  const settled = group.filter((account) => !touched.has(account.id));
  if (more.length === 0 && settled.every(({ personId }) => personId === person))
    return [{ members: group, joins: person }];
  const alone = group.filter((account) => touched.has(account.id));
  return [{ members: settled, joins: null }, ...alone.map((account) => ({ members: [account], joins: null }))].filter(
    ({ members }) => members.length > 0,
  );
}

/** Which ids of people are free for a group: an id that somebody else holds is not. */
class Places {
  private readonly claimed = new Set<string>();
  private readonly held: ReadonlySet<string>;
  constructor(
    accounts: readonly Account[],
    movable: (account: Account) => boolean,
    private readonly newId: () => string,
  ) {
    this.held = new Set(accounts.filter((account) => !movable(account)).map(({ personId }) => personId));
  }

  /** What a group has already, then what is the home of one of its accounts, then something new. */
  claim(members: readonly Account[]): string {
    const atHome = members.filter(({ id, personId }) => id === personId).map(({ id }) => id);
    const free = [...members.map(({ id }) => id), ...members.map(({ personId }) => personId)].filter(
      (id) => !this.held.has(id),
    );
    const chosen = [...atHome, ...free].find((id) => !this.claimed.has(id)) ?? this.newId();
    this.claimed.add(chosen);
    return chosen;
  }
}
