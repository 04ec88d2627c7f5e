import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MinedTitle, mineTemplates } from "./mine-templates";
import { countSlots } from "./name-slots";
import { permutations } from "./permutations";

const title = (id: string, template: string, more: Partial<MinedTitle> = {}): MinedTitle => {
  return { id, template, provider: "pd", service: "shop", environment: null, severity: null, ...more };
};

describe("mineTemplates", () => {
  const TITLES = [
    title("1", "Job alpha of shop ended late"),
    title("2", "Job beta of shop ended late"),
    title("3", "Job gamma of shop ended late"),
    title("4", "Disk of <n> is full"),
    title("5", "Login is broken for partners"),
  ];

  it("proposes titles that differ in a word", () => {
    expect(mineTemplates(TITLES)).toEqual([{ template: "Job <*> of shop ended late", ids: ["1", "2", "3"] }]);
  });

  it("gives the same in every order", () => {
    for (const order of permutations(TITLES)) expect(mineTemplates(order)).toEqual(mineTemplates(TITLES));
    const word = fc.constantFrom("job", "alpha", "beta", "late", "critical", "<n>", "shop", "prod");
    const some = fc.array(fc.array(word, { minLength: 3, maxLength: 5 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (lists, draws) => {
        const titles = lists.map((words, index) => title(String(index), words.join(" ")));
        const shuffled = [...titles].sort(() => ((draws.next().value ?? 0) % 2 === 0 ? 1 : -1));
        expect(mineTemplates(shuffled)).toEqual(mineTemplates(titles));
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it.each<[string, MinedTitle, MinedTitle]>([
    ["services", title("1", "Job alpha ended late"), title("2", "Job beta ended late", { service: "billing" })],
    ["environments", title("1", "Job alpha ended late"), title("2", "Job beta ended late", { environment: "prod" })],
    ["severities", title("1", "Job alpha ended late", { severity: "warning" }), title("2", "Job beta ended late")],
    ["providers", title("1", "Job alpha ended late"), title("2", "Job beta ended late", { provider: "opsgenie" })],
    ["words of severity", title("1", "Job of shop is critical"), title("2", "Job of shop is warning")],
    ["words in brackets", title("1", "Job of shop late (critical)"), title("2", "Job of shop late (warning)")],
    ["words of environment", title("1", "Job of prod ended late"), title("2", "Job of staging ended late")],
    ["names of services", title("1", "Job of orders-api ended late"), title("2", "Job of billing ended late")],
    ["percentiles", title("1", "Job of shop p50 late"), title("2", "Job of shop p99 late")],
    ["codes", title("1", "Job of shop answered 502"), title("2", "Job of shop answered 503")],
    ["directions", title("1", "Job of shop read late"), title("2", "Job of shop write late")],
    ["lengths", title("1", "Job alpha ended late"), title("2", "Job alpha ended very late")],
  ])("keeps %s apart", (_, one, other) => expect(mineTemplates([one, other], ["orders-api"])).toEqual([]));

  it.each([
    ["half of the words", "Job one of two shops late", "Job six by ten shops late", true],
    ["fewer than half", "Job one of two shops late", "Job six by ten carts late", false],
  ])("%s in common", (_, one, other, together) => {
    expect(mineTemplates([title("1", one), title("2", other)]).length).toBe(together ? 1 : 0);
  });
});

describe("countSlots", () => {
  const pages = (values: readonly string[]) => values.map((value) => [{ mask: "qty", value }]);
  const many = (n: number, value: string) => Array.from({ length: n }, () => value);

  it.each([
    ["two windows over 20 pages", [...many(10, "1h"), ...many(10, "6h")], true],
    ["19 pages", [...many(10, "1h"), ...many(9, "6h")], false],
    ["one value", many(30, "1h"), false],
    ["five values", ["a", "b", "c", "d", "e"].flatMap((value) => many(4, value)), true],
    ["six values", ["a", "b", "c", "d", "e", "f"].flatMap((value) => many(4, value)), false],
    ["upper and lower case", [...many(10, "1h"), ...many(10, "1H")], false],
  ])("%s: a name %s", (_, values, isName) => expect(countSlots(pages(values))[0]?.isName).toBe(isName));

  it("counts most pages first", () => {
    expect(countSlots(pages(["b", "a", "b"]))).toEqual([
      {
        slot: 0,
        mask: "qty",
        values: [
          { value: "b", pages: 2 },
          { value: "a", pages: 1 },
        ],
        pages: 3,
        isName: false,
      },
    ]);
  });
});
