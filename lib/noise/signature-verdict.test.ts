import { describe, expect, it } from "vitest";
import { bulkCloses } from "./bulk-closes";
import { effectiveVerdict } from "./effective-verdict";
import { signatureSentence, signatureVerdict } from "./signature-verdict";
import { durationText, percent } from "./wording";

const of = (noise: number, actionable: number, unclear = 0) =>
  signatureVerdict({ counts: { noise, actionable, unclear }, reasons: {} });
const sentence = (noise: number, actionable: number, unclear = 0) =>
  signatureSentence({ counts: { noise, actionable, unclear }, reasons: {} });

describe("signatureVerdict", () => {
  it.each([
    [12, 0, 0, "unclear"],
    [13, 0, 0, "noise"],
    [20, 1, 0, "noise"],
    [19, 1, 0, "unclear"],
    [0, 3, 2, "unclear"],
    [0, 4, 0, "unclear"],
    [0, 4, 1, "actionable"],
    [0, 5, 0, "actionable"],
    [13, 0, 13, "noise"],
    [13, 0, 14, "unclear"],
    [0, 0, 0, "unclear"],
  ])("%s noise, %s actionable, %s unclear: %s", (noise, actionable, unclear, verdict) => {
    expect(of(noise, actionable, unclear).verdict).toBe(verdict);
  });

  it("names the commonest reason of its verdict, and its mean", () => {
    const input = {
      counts: { noise: 20, actionable: 1, unclear: 3 },
      reasons: { "self-healed": 8, flapping: 12, "fixed-a-fault": 1 },
    };
    const found = signatureVerdict(input);
    expect(found).toMatchObject({ verdict: "noise", reason: "flapping", reasonPages: 12 });
    expect(found.probability).toBeCloseTo(2 / 23, 12);
    expect(signatureSentence(input)).toBe(
      "Noise, flapping (12 of 21 judged pages): 20 of 24 pages noise, 1 actionable, 3 unclear; a page of it is actionable with probability 9 %.",
    );
  });

  it("says what is missing", () => {
    expect(sentence(3, 0)).toBe("Unclear: 3 pages in the window, a verdict takes 5.");
    expect(sentence(1, 0, 9)).toBe("Unclear: 9 of 10 pages are unclear themselves.");
    expect(sentence(6, 4)).toMatch(
      /^Unclear: 6 of 10 pages noise, 4 actionable; .* \(90 % interval 20 % to 65 %\), not 95 % certain either way\.$/,
    );
    expect(of(6, 4).reason).toBeNull();
  });
});

describe("effectiveVerdict", () => {
  const inferred = { verdict: "noise", reason: "self-healed", probability: 0.07 } as const;
  const said = (verdict: "actionable" | "noise" | "unclear") => ({ verdict, reason: null, note: null });

  it.each([
    [undefined, undefined, "noise", "inferred"],
    [null, said("actionable"), "actionable", "person"],
    [said("unclear"), said("actionable"), "unclear", "person"],
    [said("actionable"), null, "actionable", "person"],
  ] as const)("page %o, signature %o: %s by %s", (page, signature, verdict, origin) => {
    expect(effectiveVerdict({ page, signature, inferred })).toMatchObject({ verdict, origin, probability: 0.07 });
  });

  it("a person without a reason does not borrow the inferred one", () => {
    expect(effectiveVerdict({ page: said("noise"), inferred }).reason).toBeNull();
    expect(effectiveVerdict({ inferred }).reason).toBe("self-healed");
  });
});

describe("bulkCloses", () => {
  const closing = (index: number, seconds: number, person: string | null = "ann") => {
    return { pageKey: `p${index}`, endedAt: seconds * 1000, endedByPerson: person };
  };
  const sweep = (count: number, spanSeconds: number, person = "ann") =>
    Array.from({ length: count }, (_, index) => closing(index, (index * spanSeconds) / (count - 1), person));

  it.each([
    [9, 10, 0],
    [10, 60, 10],
    [10, 60.1, 0],
    [11, 60, 11],
    [25, 200, 0],
    [25, 120, 25],
  ])("%s closings within %s s: %s", (count, span, bulk) => expect(bulkCloses(sweep(count, span)).size).toBe(bulk));

  it("is of one person, and of people only", () => {
    const half = sweep(10, 10).map((each, index) => ({ ...each, endedByPerson: index % 2 ? "ann" : "bob" }));
    expect(bulkCloses(half).size).toBe(0);
    expect(bulkCloses(sweep(10, 10).map((each) => ({ ...each, endedByPerson: null }))).size).toBe(0);
    expect(bulkCloses([...sweep(10, 10), closing(99, 500)])).not.toContain("p99");
  });
});

describe("wording", () => {
  it.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_599_000, "59 min"],
    [3_600_000, "1 h"],
    [5_400_000, "1 h 30 min"],
    [48 * 3_600_000, "2 d"],
  ])("%s ms is %s", (ms, text) => expect(durationText(ms)).toBe(text));

  it.each([
    [0, "0 %"],
    [0.004, "under 1 %"],
    [0.0759, "8 %"],
    [0.996, "over 99 %"],
    [1, "100 %"],
  ])("%s is %s", (share, text) => expect(percent(share)).toBe(text));
});
