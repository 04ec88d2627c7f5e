import { expect, it } from "vitest";
import { fieldNotes } from "./field-notes";

const SOURCE = `
/** One page. */
export const Row = z.object({
  id: z.string(),
  /** Null = not judged. */
  verdict: z.enum(VERDICTS).nullable(),
  /**
   * Of two
   * lines.
   */
  events: z.array(
    z.object({
      /** Who did it. */
      person: z.string(),
      at: z.string(),
    }),
  ),
  /** By name. */
  share: Share,
});
export type Row = z.infer<typeof Row>;

/** No contract. */
export function other(): void {
  /** Not a field. */
}

const Inner = z.object({
  /** Counted. */
  n: z.number(),
});
`;

it("is read from the comments, at any depth, and stays with its field", () => {
  expect(Object.fromEntries(fieldNotes(SOURCE))).toEqual({
    Row: "One page.",
    "Row.verdict": "Null = not judged.",
    "Row.events": "Of two lines.",
    "Row.events.person": "Who did it.",
    "Row.share": "By name.",
    "Inner.n": "Counted.",
  });
});
