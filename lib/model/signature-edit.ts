/**
 * What a signature is known by: the rule or check that fired, the sender's key of the problem where it is known to be
 * stable, else the title.
 */
export const SIGNATURE_KINDS = ["rule", "dedup", "title"] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

/** Facts of a page that can tell two alerts apart. */
export const SPLIT_FIELDS = ["service", "team", "environment", "urgency", "priority", "policy"] as const;
type SplitField = (typeof SPLIT_FIELDS)[number];

/**
 * How a signature is split: by what stands in a variable part of its title (counted from 0), by a word of the title, by a
 * fact of the page, or by a later recipe of signatures. Each value becomes a signature of its own; pages without one stay.
 */
export type SplitRule =
  | { by: "slot"; slot: number }
  | { by: "word"; word: string }
  | { by: "field"; field: SplitField }
  | { by: "version"; version: number };
