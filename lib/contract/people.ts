/** How an account came to its person: its own, by the same e-mail address, or by hand. */
export const MATCHED_BY = ["itself", "email", "hand"] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];
