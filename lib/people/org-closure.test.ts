import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EVER, isWithin, type ReportingLine, STILL } from "@/lib/model/organisation";
import { everUnder, orgClosure } from "./org-closure";

const DAYS = Array.from({ length: 12 }, (_, day) => `2026-03-${String(day + 1).padStart(2, "0")}`);
const line = (personId: string, leaderId: string, fromDate = EVER, toDate = STILL): ReportingLine => ({
  personId,
  leaderId,
  fromDate,
  toDate,
});

/** Who is above a person on a day, nearest first; "circle" where the walk meets somebody again. */
function walk(lines: readonly ReportingLine[], personId: string, day: string): string[] | "circle" {
  const path = [personId];
  for (;;) {
    const next = lines.find((one) => one.personId === path.at(-1) && isWithin(day, one))?.leaderId;
    if (next === undefined) return path.slice(1);
    if (path.includes(next)) return "circle";
    path.push(next);
  }
}

const PEOPLE = ["a", "b", "c", "d", "e", "f", "g"];

/** Lines of everybody, changing on random days; `mayCircle` lets anybody lead anybody. */
function organisations(mayCircle: boolean): fc.Arbitrary<ReportingLine[]> {
  const change = fc.record({ at: fc.constantFrom(EVER, ...DAYS), leader: fc.nat(PEOPLE.length) });
  const lines = PEOPLE.map((personId, index) =>
    fc.uniqueArray(change, { maxLength: 3, selector: ({ at }) => at }).map((changes) => {
      const inOrder = [...changes].sort((one, other) => (one.at < other.at ? -1 : 1));
      return inOrder.flatMap(({ at, leader }, nth) => {
        const leaderId = PEOPLE[mayCircle ? leader : leader % (index + 1)];
        if (leaderId === undefined || leaderId === personId) return [];
        return [line(personId, leaderId, at, inOrder[nth + 1]?.at ?? STILL)];
      });
    }),
  );
  return fc.tuple(...lines).map((all) => all.flat());
}

describe("the closure", () => {
  it("has the spans and depths of a leader who changes above", () => {
    const lines = [line("c", "b"), line("b", "a", EVER, "2026-03-05"), line("b", "z", "2026-03-05")];
    expect(orgClosure(lines, ["c"])).toEqual({
      under: [
        { leaderId: "b", personId: "c", fromDate: EVER, toDate: STILL, depth: 1 },
        { leaderId: "a", personId: "c", fromDate: EVER, toDate: "2026-03-05", depth: 2 },
        { leaderId: "z", personId: "c", fromDate: "2026-03-05", toDate: STILL, depth: 2 },
      ],
    });
  });

  it("agrees with a walk up on every day, in organisations of any shape", () => {
    fc.assert(
      fc.property(organisations(false), (lines) => {
        const closure = orgClosure(lines);
        if (!("under" in closure)) throw new Error("no circle was possible");
        const faults = PEOPLE.flatMap((personId) =>
          [...DAYS, "1970-01-01", "2999-12-31"].filter((day) => {
            const above = closure.under
              .filter((one) => one.personId === personId && isWithin(day, one))
              .sort((one, other) => one.depth - other.depth)
              .map(({ leaderId, depth }) => `${depth} ${leaderId}`);
            const walked = walk(lines, personId, day);
            return walked === "circle" || above.join() !== walked.map((id, index) => `${index + 1} ${id}`).join();
          }),
        );
        expect(faults).toEqual([]);
        const keys = closure.under.map(({ leaderId, personId, fromDate }) => `${leaderId} ${personId} ${fromDate}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 300 },
    );
  });

  it("of some people is that part of the whole", () => {
    fc.assert(
      fc.property(organisations(false), fc.subarray(PEOPLE), (lines, some) => {
        const [whole, part] = [orgClosure(lines), orgClosure(lines, some)];
        if (!("under" in whole && "under" in part)) throw new Error("no circle was possible");
        const rows = whole.under.filter(({ personId }) => some.includes(personId)).map((row) => JSON.stringify(row));
        expect(part.under.map((row) => JSON.stringify(row)).sort()).toEqual(rows.sort());
      }),
    );
  });

  it("is refused exactly where somebody would lead themselves on some day, naming who", () => {
    fc.assert(
      fc.property(organisations(true), (lines) => {
        const days = [...DAYS, "1970-01-01"];
        const circular = PEOPLE.some((person) => days.some((day) => walk(lines, person, day) === "circle"));
        const closure = orgClosure(lines);
        expect("circle" in closure).toBe(circular);
        if (!("circle" in closure)) return;
        const day = closure.fromDate === EVER ? "1970-01-01" : closure.fromDate;
        for (const [index, person] of closure.circle.entries()) {
          const next = closure.circle[(index + 1) % closure.circle.length];
          expect(lines.some((one) => one.personId === person && one.leaderId === next && isWithin(day, one))).toBe(
            true,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("who a change concerns", () => {
  it("are the people and all who were ever under them, whoever leads them today", () => {
    const lines = [line("b", "a", EVER, "2026-03-05"), line("b", "z", "2026-03-05"), line("c", "b"), line("d", "z")];
    expect([...everUnder(lines, ["a"])].sort()).toEqual(["a", "b", "c"]);
    expect([...everUnder(lines, ["z"])].sort()).toEqual(["b", "c", "d", "z"]);
  });
});
