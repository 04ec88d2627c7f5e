import { describe, expect, it } from "vitest";
import { keptWords, secretWords } from "./secret-words";

describe("a secret whose end is not shown", () => {
  it.each([
    ["a81f", "the secret that ends in a81f"],
    ["", "the secret"],
    [undefined, "the secret"],
  ])("with the end %j is %s", (hint, words) => expect(secretWords(hint)).toBe(words));

  it.each([
    [["a81f", "09c2"], "Kept, sealed with the key of this installation: ends in a81f, ends in 09c2."],
    [["", "09c2"], "Kept, sealed with the key of this installation: ends in 09c2."],
    [[""], "Kept, sealed with the key of this installation."],
  ])("among %j is not listed", (hints, words) => expect(keptWords(hints)).toBe(words));
});
