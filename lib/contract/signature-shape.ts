import { z } from "zod";
import { SIGNATURE_KINDS, SPLIT_FIELDS } from "@/lib/model/signature-edit";
import { VERDICTS } from "@/lib/model/verdict";

/** What tells two signatures apart besides their title; a merge across one must name it. */
export const APART_BY = ["provider", "service", "environment", "severity"] as const;
export type ApartBy = (typeof APART_BY)[number];

/** More parts than this are no alerts but values. */
export const MOST_PARTS = 50;

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

export const MergeSignatureBody = z.strictObject({
  into: Id,
  /** In what the two differ: named, so that nobody merges two services without seeing it. */
  across: z.array(z.enum(APART_BY)).default([]),
});
export type MergeSignatureBody = z.infer<typeof MergeSignatureBody>;

const HandSplit = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("slot"), slot: z.number().int().min(0).max(100) }),
  z.strictObject({ by: z.literal("word"), word: z.string().trim().min(1).max(200) }),
  z.strictObject({ by: z.literal("field"), field: z.enum(SPLIT_FIELDS) }),
]);

export const SplitSignatureBody = z.strictObject({
  rule: HandSplit,
  /** Only says what would become of the pages. */
  preview: z.boolean().default(false),
});
export type SplitSignatureBody = z.infer<typeof SplitSignatureBody>;

/** What became, or would become, of the pages; `value` null = those that stay. */
export const SplitResult = z.object({
  /** Null of a preview. */
  editId: z.string().nullable(),
  parts: z.array(z.object({ value: z.string().nullable(), pages: z.number().int() })),
});
export type SplitResult = z.infer<typeof SplitResult>;

const Named = z.object({
  id: z.string(),
  title: z.string(),
  part: z.string().nullable(),
  provider: z.string(),
  service: z.string().nullable(),
  environment: z.string().nullable(),
  severity: z.string().nullable(),
  pages: z.number().int(),
});
export type NamedSignature = z.infer<typeof Named>;

const Values = z.array(z.object({ value: z.string(), pages: z.number().int() }));

/** How a signature is made, what people made of it, and what they may make of it. */
export const SignatureShape = z.object({
  id: z.string(),
  kind: z.enum(SIGNATURE_KINDS),
  key: z.string(),
  /** Recipe that it was made by, and the one of new pages. */
  version: z.number().int(),
  currentVersion: z.number().int(),
  /** The newest recipe there is, which the workspace may take over to. */
  adoption: z.object({
    version: z.number().int(),
    /** Alerts that are still known by an earlier one, this one or others. */
    waiting: z.number().int(),
    /** Those that were taken over to it and can be taken back together. */
    taken: z.number().int(),
    mayChange: z.boolean(),
  }),
  part: z.string().nullable(),
  /** Pages that the counts below are made of: the latest ones. */
  counted: z.number().int(),
  /** Variable parts of the title. */
  slots: z.array(
    z.object({
      slot: z.number().int(),
      mask: z.string(),
      pages: z.number().int(),
      distinct: z.number().int(),
      /** The commonest. */
      values: Values,
      /** So few values over so many pages are names: two alerts may be in one. */
      isName: z.boolean(),
    }),
  ),
  /** Facts in which its pages differ; `unknown` pages do not tell theirs. */
  fields: z.array(
    z.object({ field: z.enum(SPLIT_FIELDS), values: Values, distinct: z.number().int(), unknown: z.number().int() }),
  ),
  /** Signatures that its pages had before, with the word of a person that still holds for them. */
  members: z.array(Named.extend({ personVerdict: z.enum(VERDICTS).nullable() })),
  /** What it was split into. */
  parts: z.array(Named),
  edits: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["merge", "split"]),
      /** The signature that was merged away or split. */
      from: Named,
      into: Named.nullable(),
      /** "by the word “orders”" */
      how: z.string().nullable(),
      by: z.string(),
      givenAt: z.string(),
      endedBy: z.string().nullable(),
      endedAt: z.string().nullable(),
    }),
  ),
  /** What it can be merged into, the likeliest first. */
  candidates: z.array(Named.extend({ isProposed: z.boolean(), apartBy: z.array(z.enum(APART_BY)) })),
});
export type SignatureShape = z.infer<typeof SignatureShape>;
