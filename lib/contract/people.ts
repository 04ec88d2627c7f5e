import { z } from "zod";

/** How an account came to its person: its own, by the same e-mail address, or by hand. */
export const MATCHED_BY = ["itself", "email", "hand"] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

export const AccountView = z.object({
  id: z.string(),
  provider: z.string(),
  key: z.string(),
  matchedBy: z.enum(MATCHED_BY),
  name: z.string().nullable(),
  email: z.string().nullable(),
  timeZone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  /** Pages whose events name this account; null where the viewer may not see the person's load. */
  pages: z.number().int().nullable(),
  lastSeenAt: z.string().nullable(),
});
export type AccountView = z.infer<typeof AccountView>;

export const PersonView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  timeZone: z.string().nullable(),
  jobTitle: z.string().nullable(),
  accounts: z.array(AccountView),
  pages: z.number().int().nullable(),
  lastSeenAt: z.string().nullable(),
});
export type PersonView = z.infer<typeof PersonView>;

/** Why two people may be one. */
const PROPOSAL_REASONS = ["same-name", "same-mailbox", "same-email"] as const;

const Proposal = z.object({
  one: z.string(),
  other: z.string(),
  why: z.enum(PROPOSAL_REASONS),
  /** The reason in a sentence, with what it rests on. */
  sentence: z.string(),
  evidence: z.object({ onePages: z.number().int().nullable(), otherPages: z.number().int().nullable() }),
});

export const PeopleView = z.object({
  people: z.array(PersonView),
  proposals: z.array(Proposal),
  /** The viewer among them; null = nobody linked them. */
  me: z.string().nullable(),
  /** Only an admin says which person somebody is. */
  canLink: z.boolean(),
});
export type PeopleView = z.infer<typeof PeopleView>;

/** `other` becomes part of `into`. */
export const MergeBody = z.strictObject({ into: Id, other: Id });
export type MergeBody = z.infer<typeof MergeBody>;

/** Accounts to take out again; together they become one person. */
export const SplitBody = z.strictObject({ accounts: z.array(Id).min(1).max(1_000) });
export type SplitBody = z.infer<typeof SplitBody>;

export const ApartBody = z.strictObject({ one: Id, other: Id });
export type ApartBody = z.infer<typeof ApartBody>;

/** `userId` is `personId`, or none of the people; without a user it is the one who asks. */
export const LinkBody = z.strictObject({ userId: Id.optional(), personId: Id.nullable() });
export type LinkBody = z.infer<typeof LinkBody>;

/** As whom one looks at the sample. */
export const SampleViewer = z.object({
  personId: z.string().nullable(),
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      jobTitle: z.string().nullable(),
      /** People under them, at any depth. */
      leads: z.number().int(),
    }),
  ),
});
export type SampleViewer = z.infer<typeof SampleViewer>;

export const LookAsBody = z.strictObject({ personId: Id });
