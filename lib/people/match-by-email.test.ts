import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Account, matchByEmail } from "./match-by-email";

const account = (id: string, email: string | null, personId = id, matchedBy: Account["matchedBy"] = "itself") => {
  return { id, email, personId, matchedBy } satisfies Account;
};

function place(accounts: readonly Account[], touched: readonly string[]): Map<string, string> {
  let made = 0;
  const emails = new Set(accounts.flatMap(({ email }) => (email === null ? [] : [email.toLowerCase()])));
  const moved = matchByEmail(accounts, { emails, touched: new Set(touched) }, () => `new${++made}`);
  const places = new Map(accounts.map(({ id, personId }) => [id, personId]));
  for (const { id, personId } of moved) places.set(id, personId);
  return places;
}

/** Who is one person with whom, whatever its id. */
function partition(places: ReadonlyMap<string, string>): string[] {
  const people = new Map<string, string[]>();
  for (const [id, person] of [...places].sort(([a], [b]) => (a < b ? -1 : 1)))
    people.set(person, [...(people.get(person) ?? []), id]);
  return [...people.values()].map((ids) => ids.join(" ")).sort();
}

describe("accounts of one address", () => {
  it.each<[string, Account[], string[], string[]]>([
    ["are one person, whatever the case", [account("1", "ana@x.org"), account("2", "Ana@X.org")], ["2"], ["1 2"]],
    ["of another address are another", [account("1", "ana@x.org"), account("2", "ben@x.org")], ["2"], ["1", "2"]],
    ["without an address are alone", [account("1", null), account("2", null)], ["1", "2"], ["1", "2"]],
    [
      "part when one gets another address",
      [account("1", "new@x.org"), account("2", "ana@x.org", "1", "email")],
      ["1"],
      ["1", "2"],
    ],
    [
      "join the person who has it by hand, if it is one",
      [account("1", null), account("2", "a@x", "1", "hand"), account("3", "a@x")],
      ["3"],
      ["1 2 3"],
    ],
    [
      "stand alone where several people have it",
      [account("1", "a@x"), account("2", "a@x", "2", "hand"), account("3", "a@x")],
      ["3"],
      ["1", "2", "3"],
    ],
    ["by hand never move", [account("1", "a@x"), account("2", "a@x", "2", "hand")], ["1"], ["1 2"]],
  ])("%s", (_name, accounts, touched, expected) => {
    expect(partition(place(accounts, touched))).toEqual(expected);
  });

  it("keep the id of whoever is known longer", () => {
    expect(place([account("5", "a@x"), account("1", "a@x")], ["1"])).toEqual(
      new Map([
        ["5", "5"],
        ["1", "5"],
      ]),
    );
  });

  it("come out the same in every order", () => {
    const emails = fc.array(fc.constantFrom("a@x", "b@x", "A@X", null), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(emails, fc.infiniteStream(fc.nat()), (told, draws) => {
        const ids = told.map((_, index) => `${index + 1}`);
        const order = [...ids].sort(() => ((draws.next().value ?? 0) % 2 === 0 ? 1 : -1));
        let known: Account[] = [];
        for (const id of order) {
          const fresh = account(id, told[Number(id) - 1] ?? null);
          const places = place([...known, fresh], [id]);
          known = [...known, fresh].map((it) => ({ ...it, personId: places.get(it.id) ?? it.personId }));
        }
        const atOnce = place(
          ids.map((id) => account(id, told[Number(id) - 1] ?? null)),
          ids,
        );
        expect(partition(new Map(known.map((it) => [it.id, it.personId])))).toEqual(partition(atOnce));
      }),
      { seed: 1 },
    );
  });
});
