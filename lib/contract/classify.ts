import { z } from "zod";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

const Instant = z.iso.datetime();
const Probability = z.number().min(0).max(1);
const PageKeys = z.array(z.string());

const Vote = z.object({
  family: z
    .string()
    .describe("what kind of evidence; in a team of under 30 pages only the strongest of a family counts"),
  weight: z.number().describe("log-odds; minus speaks for noise"),
  why: z.string(),
  sign: z.string().optional().describe("name of the evidence"),
});

const Finding = z.object({
  id: z.string().describe("the same in every line that has this finding, and in no other file the same thing"),
  detector: z.enum(REASONS),
  claim: z.string().describe("one sentence with the numbers"),
  facts: z.record(z.string(), z.union([z.number(), z.string()])),
  thresholds: z.record(z.string(), z.number()),
  pages: PageKeys.describe(
    "keys of pages it is about, in order of opening: all up to 50, else the 50 nearest to this one",
  ),
  pageCount: z.int().describe("pages it is about in all"),
});

const Basis = z.object({
  model: z.enum(["prior", "logistic"]).describe("the record of the alert alone, or the regression"),
  prior: Probability.describe("what the record of the alert says, not calibrated"),
  logistic: Probability.describe("what the regression says, not calibrated"),
  calibration: z.enum(["none", "platt", "isotonic"]),
  fellBack: z.boolean().describe("the record speaks because the model did worse than the plain share in this team"),
  modelAt: Instant.nullable().describe("when the model was last fitted; null before the first labels"),
});

/** One line of what `squelch classify` writes. Documented in docs/classify.md; a public interface. */
export const ClassifiedPage = z.object({
  key: z.string().describe("the provider's key of the page"),
  provider: z.string(),
  signature: z.string().describe("what all pages of one alert have in common, led by the version of its recipe"),
  openedAt: Instant,
  verdict: z.enum(VERDICTS).describe("what counts: a person's word, else what was inferred or predicted"),
  probability: Probability.describe("that the page was actionable; a person's word leaves it as it was inferred"),
  reason: z.enum(REASONS).nullable(),
  origin: z.enum(["person", "inferred", "predicted"]),
  inferred: z
    .object({ verdict: z.enum(VERDICTS), reason: z.enum(REASONS).nullable() })
    .nullable()
    .describe("what the evidence says, also where a person said otherwise; null of a prediction"),
  said: z
    .object({
      about: z.enum(["page", "signature"]),
      verdict: z.enum(VERDICTS),
      reason: z.enum(REASONS).nullable(),
      note: z.string().nullable(),
    })
    .nullable()
    .describe("the person's word in force; null without one and of a prediction"),
  sentence: z.string().describe("the explanation of what was inferred or predicted"),
  decidedBy: z.enum(["action-evidence", "votes", "too-little-known", "prediction"]),
  votes: z.array(Vote).describe("those that counted"),
  against: z.array(Vote).describe("what speaks for the other side, the strongest first"),
  wouldChange: z.string().nullable().describe("what would change the verdict"),
  usedPages: PageKeys.describe("other pages that the reason rests on, at most ten"),
  findings: z.array(Finding),
  basis: Basis.nullable().describe("which model a prediction is from; null of a verdict"),
  classifierVersion: z.int(),
});
export type ClassifiedPage = z.infer<typeof ClassifiedPage>;

/** As JSON Schema (draft 2020-12), of one line. */
export function classifiedPageSchema(): object {
  return z.toJSONSchema(ClassifiedPage, { io: "input" });
}
