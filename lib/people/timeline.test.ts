import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVER, type OrganisationOrigin, STILL } from "@/lib/model/organisation";
import { hear, onDate, type Stretch, sayFrom } from "./timeline";

const TODAY = "2026-11-22";
const stretch = (fromDate: string, toDate: string, value: string, origin: OrganisationOrigin = "file") => ({
  fromDate,
  toDate,
  value,
  origin,
});
const brief = (stretches: readonly Stretch<string>[]) =>
  stretches.map(({ fromDate, toDate, value, origin }) => `${fromDate}..${toDate} ${value} ${origin}`);

describe("a word from a date", () => {
  const ana = [stretch(EVER, STILL, "ana")];
  it.each([
    [
      "closes what held and opens anew",
      ana,
      "2026-11-10",
      "ben",
      ["-infinity..2026-11-10 ana file", "2026-11-10..infinity ben hand"],
    ],
    ["of nobody leaves a gap", ana, "2026-11-10", null, ["-infinity..2026-11-10 ana file"]],
    [
      "with the first day of another replaces it",
      [stretch(EVER, "2026-11-10", "ana"), stretch("2026-11-10", STILL, "ben", "hand")],
      "2026-11-10",
      "cem",
      ["-infinity..2026-11-10 ana file", "2026-11-10..infinity cem hand"],
    ],
    [
      "ends where the next one begins",
      [stretch("2026-11-10", STILL, "ben")],
      "2026-11-01",
      "ana",
      ["2026-11-01..2026-11-10 ana hand", "2026-11-10..infinity ben file"],
    ],
    [
      "between two words ends at the second",
      [stretch(EVER, "2026-11-10", "ana"), stretch("2026-11-10", STILL, "ben")],
      "2026-11-05",
      "cem",
      ["-infinity..2026-11-05 ana file", "2026-11-05..2026-11-10 cem hand", "2026-11-10..infinity ben file"],
    ],
    [
      "that takes a change back leaves one stretch",
      [stretch(EVER, "2026-11-10", "ana", "hand"), stretch("2026-11-10", STILL, "ben", "hand")],
      "2026-11-10",
      "ana",
      ["-infinity..infinity ana hand"],
    ],
    [
      "that says what is so makes the rest a word by hand",
      ana,
      "2026-11-10",
      "ana",
      ["-infinity..2026-11-10 ana file", "2026-11-10..infinity ana hand"],
    ],
  ])("%s", (_name, before, fromDate, value, after) => {
    expect(brief(sayFrom(before, { fromDate, value, origin: "hand" }))).toEqual(after);
  });

  it("changes no day before it, and none from the next word on", () => {
    const days = Array.from({ length: 20 }, (_, day) => `2026-11-${String(day + 1).padStart(2, "0")}`);
    const word = fc.record({
      fromDate: fc.constantFrom(EVER, ...days),
      value: fc.constantFrom("ana", "ben", null),
      origin: fc.constantFrom<OrganisationOrigin>("hand", "file"),
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), word, (words, last) => {
        const before = words.reduce<readonly Stretch<string>[]>((all, one) => sayFrom(all, one), []);
        const after = sayFrom(before, last);
        const ends = before.map((one) => (one.fromDate > last.fromDate ? one.fromDate : one.toDate));
        const until = ends.filter((end) => end > last.fromDate).sort()[0] ?? STILL;
        for (const day of days) {
          const held = day < last.fromDate || day >= until ? onDate(before, day)?.value : last.value;
          expect(onDate(after, day)?.value ?? null).toBe(held ?? null);
        }
        for (const [index, one] of after.entries()) {
          expect(one.fromDate < one.toDate).toBe(true);
          expect((after[index + 1]?.fromDate ?? STILL) >= one.toDate).toBe(true);
        }
      }),
    );
  });
});

describe("a word of a file", () => {
  const byHand = [stretch(EVER, "2026-11-10", "ana"), stretch("2026-11-10", STILL, "ben", "hand")];
  const heard = (
    stretches: readonly Stretch<string>[],
    fromDate: string | null,
    value: string | null,
    origin: OrganisationOrigin = "file",
  ) => {
    const outcome = hear(stretches, { fromDate, value, origin }, TODAY);
    return outcome.kind === "said" ? brief(outcome.stretches) : outcome.kind;
  };
  it.each<[string, readonly Stretch<string>[], string | null, string | null, unknown]>([
    ["without a date holds from ever where nothing is known", [], null, "ana", ["-infinity..infinity ana file"]],
    [
      "without a date holds from today where something else held",
      [stretch(EVER, STILL, "ana")],
      null,
      "ben",
      ["-infinity..2026-11-22 ana file", "2026-11-22..infinity ben file"],
    ],
    ["said again changes nothing", [stretch(EVER, STILL, "ana")], null, "ana", "same"],
    ["without a date leaves a word by hand", byHand, null, "cem", "kept"],
    ["of the day of a word by hand leaves it", byHand, "2026-11-10", "cem", "kept"],
    [
      "of a later day than a word by hand holds",
      byHand,
      "2026-11-11",
      "cem",
      ["-infinity..2026-11-10 ana file", "2026-11-10..2026-11-11 ben hand", "2026-11-11..infinity cem file"],
    ],
    [
      "of an earlier day holds until the word by hand",
      byHand,
      "2026-11-09",
      "cem",
      ["-infinity..2026-11-09 ana file", "2026-11-09..2026-11-10 cem file", "2026-11-10..infinity ben hand"],
    ],
    ["that names nobody where nobody is named changes nothing", [], null, null, "same"],
  ])("%s", (_name, stretches, fromDate, value, expected) => {
    expect(heard(stretches, fromDate, value)).toEqual(expected);
  });

  it("a provider's takes the place of a provider's only", () => {
    expect(heard([stretch(EVER, STILL, "ana")], null, "ben", "provider")).toBe("kept");
    expect(heard([stretch(EVER, STILL, "ana", "provider")], null, "ben", "provider")).toHaveLength(2);
  });
});
