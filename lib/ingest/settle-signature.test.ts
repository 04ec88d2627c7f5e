import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PageEvent } from "@/lib/model/page-event";
import type { SplitRule } from "@/lib/model/signature-edit";
import { foldPage } from "./fold-page";
import { permutations } from "./permutations";
import { type EditsBySignature, hasWord, type SignatureEdits, settleSignature } from "./settle-signature";
import { type KeyedPage, type SignatureIdentity, signatureOf } from "./signature-of";

const page = (title: string, facts: KeyedPage["facts"] = {}): KeyedPage => {
  return { provider: "pd", facts: { service: "shop", ...facts }, openingTitle: title };
};
const own = (title: string, facts = {}) => signatureOf(page(title, facts));
const edits = (...rows: [SignatureIdentity, Partial<SignatureEdits>][]): EditsBySignature =>
  new Map(rows.map(([{ signature }, said]) => [signature, { splits: [], into: null, ...said }]));
const settle = (it: KeyedPage, said: EditsBySignature) => settleSignature(it, signatureOf(it), said);

const A = own("Queue of orders is deep");
const B = own("Queue of payments is deep");
const C = own("Queue is deep");

describe("settleSignature", () => {
  it("leaves a page where nobody said anything", () => {
    expect(settle(page("Queue is deep"), edits())).toEqual({ identity: C, via: [] });
  });

  it("follows merges to their end, and remembers the way", () => {
    const said = edits([A, { into: B }], [B, { into: C }]);
    expect(settle(page("Queue of orders is deep"), said)).toEqual({ identity: C, via: [A, B] });
    expect(settle(page("Queue of payments is deep"), said)).toEqual({ identity: C, via: [B] });
  });

  it("a merge in a circle ends", () => {
    const said = edits([A, { into: B }], [B, { into: A }]);
    expect(settle(page("Queue of orders is deep"), said)).toEqual({ identity: B, via: [A] });
  });

  it("splits by what stands in a slot; the values stand in the titles", () => {
    const from = own("Shard 1 of orders lost 12 MB");
    const said = edits([from, { splits: [{ by: "slot", slot: 0 }] }]);
    const one = settle(page("Shard 1 of orders lost 9 MB"), said);
    const two = settle(page("Shard 2 of orders lost 9 MB"), said);
    expect([one.identity.key, two.identity.key]).toEqual([
      "Shard 1 of orders lost <qty>",
      "Shard 2 of orders lost <qty>",
    ]);
    expect(one.identity.signature).not.toBe(two.identity.signature);
    expect(one.via).toEqual([from]);
    expect(settle(page("Shard 1 of orders lost 3 MB"), said).identity).toEqual(one.identity);
  });

  it("splits by a word, whatever its case, and leaves the rest", () => {
    const rule = { by: "word", word: "Orders" } as const;
    const from = own("x", { rule: "r-1" });
    const said = edits([from, { splits: [rule] }]);
    const taken = settle(page("Queue of ORDERS", { rule: "r-1" }), said);
    expect(taken.identity).toMatchObject({ part: "with “orders”", kind: "rule", key: "r-1" });
    expect(settle(page("Queue of reorders", { rule: "r-1" }), said)).toEqual({ identity: from, via: [] });
  });

  it("splits by a fact of the page; what nobody told stays", () => {
    const from = own("Disk full");
    const said = edits([from, { splits: [{ by: "field", field: "team" }] }]);
    const red = settle(page("Disk full", { team: "Red" }), said);
    expect(red.identity).toMatchObject({ part: "team Red", key: "Disk full" });
    expect(settle(page("Disk full", { team: "Blue" }), said).identity.signature).not.toBe(red.identity.signature);
    expect(settle(page("Disk full"), said)).toEqual({ identity: from, via: [] });
  });

  it("the first split with a value decides, then the merge", () => {
    const from = own("Disk full");
    const said = edits([
      from,
      {
        splits: [
          { by: "word", word: "nothing" },
          { by: "field", field: "team" },
          { by: "word", word: "disk" },
        ],
        into: C,
      },
    ]);
    expect(settle(page("Disk full", { team: "Red" }), said).identity.part).toBe("team Red");
    expect(settle(page("Disk full"), said).identity.part).toBe("with “disk”");
    expect(settle(page("Queue is deep"), edits([C, { into: from }])).identity).toEqual(from);
  });

  it("what was taken out can be split again", () => {
    const from = own("Disk full");
    const said = new Map(edits([from, { splits: [{ by: "field", field: "team" }] }]));
    const red = settle(page("Disk full", { team: "Red", policy: "Night" }), said).identity;
    said.set(red.signature, { splits: [{ by: "field", field: "policy" }], into: null });
    const both = settle(page("Disk full", { team: "Red", policy: "Night" }), said);
    expect(both.identity.part).toBe("team Red, policy Night");
    expect(both.via.map(({ part }) => part)).toEqual([null, "team Red"]);
  });

  it("takes a page over to a later recipe, and remembers the earlier one", () => {
    const it = page("SEV 1 in shop");
    const first = signatureOf(it, 1);
    const said = edits([first, { splits: [{ by: "version", version: 2 }] }]);
    expect(settleSignature(it, first, said)).toEqual({ identity: signatureOf(it, 2), via: [first] });
    expect(settleSignature(it, first, edits([first, { splits: [{ by: "version", version: 9 }] }])).identity).toEqual(
      first,
    );
  });

  it.each([
    ["a b", "b", true],
    ["a-b", "b", true],
    ["ab", "b", false],
    ["über", "ber", false],
    ["B", "b", true],
    ["a", "", false],
    ["xb b", "b", true],
  ])("%j has the word %j: %s", (title, word, has) => expect(hasWord(title, word)).toBe(has));
});

const SECOND = 1000;
const event = (eventKey: string, at: number, more: Partial<PageEvent>): PageEvent => {
  return { provider: "alertmanager", pageKey: "p", eventKey, kind: "annotated", at, by: "unknown", ...more };
};
/** The title is edited, the priority raised and the service told late. */
const EVENTS: readonly PageEvent[] = [
  event("1", 10 * SECOND, { kind: "triggered", facts: { title: "Shard 3 of orders lost 12 MB", priority: "warning" } }),
  event("2", 20 * SECOND, { kind: "priority-changed", facts: { priority: "critical" } }),
  event("3", 30 * SECOND, { facts: { title: "handled by Ann", service: "orders" } }),
  event("4", 40 * SECOND, { kind: "resolved", facts: { team: "Red" } }),
];

describe("the signature of one page", () => {
  const signed = (events: readonly PageEvent[], said: EditsBySignature = new Map()) => {
    const folded = foldPage(events);
    return folded && settleSignature(folded, signatureOf(folded), said);
  };
  const whole = signed(EVENTS);
  const own = whole?.identity as SignatureIdentity;
  const rules: SplitRule[] = [
    { by: "slot", slot: 0 },
    { by: "field", field: "team" },
  ];
  const said = edits([own, { splits: rules, into: A }]);

  it("is that of its opening", () => {
    expect(own).toMatchObject({ key: "Shard <n> of orders lost <qty>", severity: "warning", service: "orders" });
  });

  it("is the same in every order of its events", () => {
    for (const order of permutations(EVENTS)) {
      expect(signed(order)).toEqual(whole);
      expect(signed(order, said)).toEqual(signed(EVENTS, said));
    }
  });

  it("is the same however the events are split and told again", () => {
    fc.assert(
      fc.property(fc.array(fc.subarray([...EVENTS]), { maxLength: 4 }), (deliveries) => {
        const told = [...deliveries.flat(), ...EVENTS];
        expect(signed(told)).toEqual(whole);
        expect(signed(told.reverse(), said)).toEqual(signed(EVENTS, said));
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});
