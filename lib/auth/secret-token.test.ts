import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWellFormed, secretToken, TOKEN_BYTES } from "./secret-token";

const bytes = fc.uint8Array({ minLength: TOKEN_BYTES, maxLength: TOKEN_BYTES });

describe("a token", () => {
  it("is its kind, 43 digits and a checksum of 6, whatever the bytes", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const token = secretToken("sqt", random);
        expect(token).toMatch(/^sqt_[0-9A-Za-z]{49}$/);
        expect(isWellFormed("sqt", token)).toBe(true);
        expect(isWellFormed("sqs", token)).toBe(false);
      }),
    );
  });

  it("holds all of its bytes", () => {
    fc.assert(
      fc.property(
        bytes,
        bytes,
        (a, b) => (secretToken("sqt", a) === secretToken("sqt", b)) === (Buffer.compare(a, b) === 0),
      ),
    );
    expect(secretToken("sqs", new Uint8Array(TOKEN_BYTES))).toMatch(/^sqs_0{43}/);
    expect(secretToken("sqs", new Uint8Array(TOKEN_BYTES).fill(255)).slice(0, 47)).toBe(
      "sqs_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp1",
    );
  });

  it("is refused when a letter of it was changed, cut or added", () => {
    fc.assert(
      fc.property(bytes, fc.nat(52), fc.constantFrom("A", "z", "0", "-", " "), (random, place, letter) => {
        const token = secretToken("sqt", random);
        const other = token.slice(0, place) + letter + token.slice(place + 1);
        if (other !== token) expect(isWellFormed("sqt", other)).toBe(false);
        expect(isWellFormed("sqt", token.slice(0, place))).toBe(false);
        expect(isWellFormed("sqt", token + letter)).toBe(false);
      }),
    );
  });

  it("takes 32 bytes and no fewer", () => expect(() => secretToken("sqt", new Uint8Array(31))).toThrow(RangeError));
});
