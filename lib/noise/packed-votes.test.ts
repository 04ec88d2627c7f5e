import { describe, expect, it } from "vitest";
import type { Vote } from "@/lib/model/verdict";
import { packVotes, unpackVotes } from "./packed-votes";
import { DEFAULT_WEIGHTS, familyOf, isSign } from "./signs";
import { LOOKS, REST } from "./weighing/looks";
import { whyOf } from "./why-of";

describe("packed votes", () => {
  it("are the same votes again, with their families and words", () => {
    const votes: Vote[] = [
      { family: "response", weight: -1.83, sign: "habit", facts: ["never", "timeout", 259_200, 0, 33.1, 0, 5007] },
      { family: "response", weight: -0.1, sign: "unanswered", facts: [90] },
      { family: "alert", weight: 0.48, sign: "others-closed", facts: [1351, 0.5] },
      { family: "text", weight: -0.53, sign: "note", facts: [0] },
      { family: "context", weight: -4, sign: "not-production" },
      { family: "rest", weight: 0.1 + 0.2, sign: REST },
    ];
    const again = unpackVotes(packVotes(votes));
    expect(again.map(({ family, weight, sign }) => ({ family, weight, sign }))).toEqual(
      votes.map(({ family, weight, sign }) => ({ family, weight, sign })),
    );
    expect(again.map(whyOf)).toEqual([
      "never acknowledged, closed by the pager after 3 d: 33.1 times as frequent on pages of this team that were not worth it, learnt from 5007",
      "no response (this team leaves 90 % of what it works on unacknowledged)",
      "the 1351 other pages of this alert: under 1 % closed by hand",
      "no note",
      "not production",
      "all smaller ones together",
    ]);
    expect(again.map(whyOf)).toEqual(votes.map(whyOf));
  });

  it("are written as JSON writes them, whatever a fact says", () => {
    const facts = [
      "",
      'a "quoted" \\ word\n',
      "\u2028",
      0,
      -0,
      1e21,
      0.1 + 0.2,
      5e-7,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ];
    const votes: Vote[] = [
      { family: "rest", weight: -0.30000000000000004, sign: REST, facts },
      { family: "rest", weight: 3, sign: REST, facts: [] },
      { family: "rest", weight: 3, sign: REST },
    ];
    const all = votes.map(({ sign, weight, facts: told = [] }) => [sign, weight, ...told]);
    expect(packVotes(votes)).toBe(JSON.stringify(all));
    expect(packVotes([])).toBe("[]");
  });

  it("every look and every sign has words, and one family under both names", () => {
    for (const { name, family } of LOOKS) {
      expect(whyOf({ sign: name })).not.toBe(name);
      if (isSign(name)) expect(familyOf(name)).toBe(family);
    }
    for (const sign of Object.keys(DEFAULT_WEIGHTS)) expect(whyOf({ sign })).not.toBe(sign);
  });

  it("a name that is known no more stands for itself", () => {
    expect(unpackVotes('[["moon",0.5,3]]')).toEqual([{ family: "rest", weight: 0.5, sign: "moon", facts: [3] }]);
    expect(whyOf({ sign: "moon" })).toBe("moon");
  });
});
