import type { OrganisationPerson } from "@/lib/contract/organisation";

export type OrganisationRow = OrganisationPerson & {
  /** Lines below the top of the tree; 0 in a flat list. */
  depth: number;
  /** How many report directly. */
  reports: number;
  /** Of everybody under them. */
  under: number;
  open: boolean;
  leaderName: string | null;
};

/** The people as a tree, leaders before those under them; those in `closed` show nobody below. */
export function treeRows(people: readonly OrganisationPerson[], closed: ReadonlySet<string>): OrganisationRow[] {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const reports = new Map<string | null, OrganisationPerson[]>();
  for (const person of people) {
    const leader = person.leaderId !== null && names.has(person.leaderId) ? person.leaderId : null;
    reports.set(leader, [...(reports.get(leader) ?? []), person]);
  }
  const sizes = new Map<string, number>();
  const sizeOf = (id: string): number => {
    const known = sizes.get(id);
    if (known !== undefined) return known;
    const mine = reports.get(id) ?? [];
    const size = mine.reduce((sum, one) => sum + 1 + sizeOf(one.id), 0);
    sizes.set(id, size);
    return size;
  };
  const rowOf = (person: OrganisationPerson, depth: number): OrganisationRow => ({
    ...person,
    depth,
    reports: reports.get(person.id)?.length ?? 0,
    under: sizeOf(person.id),
    open: !closed.has(person.id),
    leaderName: person.leaderId === null ? null : (names.get(person.leaderId) ?? null),
  });
  const rows: OrganisationRow[] = [];
  const add = (person: OrganisationPerson, depth: number) => {
    rows.push(rowOf(person, depth));
    if (!closed.has(person.id)) for (const one of reports.get(person.id) ?? []) add(one, depth + 1);
  };
  // Those above somebody come first: below them stand the ones whom nobody placed yet.
  const tops = reports.get(null) ?? [];
  for (const person of [...tops].sort((a, b) => Number(reports.has(b.id)) - Number(reports.has(a.id)))) add(person, 0);
  return rows;
}

/** Everybody by name whom the words fit. */
export function flatRows(people: readonly OrganisationPerson[], search: string): OrganisationRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return treeRows(people, new Set())
    .filter((row) => {
      const text = [row.name, row.email, row.leaderName, ...row.teams, row.timeZone, row.country]
        .join(" ")
        .toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map((row) => ({ ...row, depth: 0 }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
