import { z } from "zod";
import { words } from "./words";

export const LONGEST_DAYS = 365;
export const TOKEN_DAYS = 90;

/** How long something lasts, chosen on a screen. */
export const LIFETIMES_DAYS = [7, 30, 90, 365] as const;

const Days = z.int().min(1).max(LONGEST_DAYS);

export const TokenBody = z.strictObject({
  name: words(80)
    .transform((text) => text.trim())
    .refine((text) => text !== "", "is missing"),
  days: Days.default(TOKEN_DAYS),
});
export type TokenBody = z.input<typeof TokenBody>;

/** Why a token does not work: role = its maker has another one, disabled = its maker may not sign in. */
const TOKEN_STATES = ["active", "expired", "revoked", "role", "disabled"] as const;

export const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  /** The last four characters. */
  hint: z.string(),
  /** Who made it, and as whom it reads. */
  by: z.string(),
  mine: z.boolean(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** The last day in UTC; null = never used. */
  lastUsedOn: z.string().nullable(),
  state: z.enum(TOKEN_STATES),
});
export type TokenView = z.infer<typeof TokenView>;

export const TokensView = z.object({
  /** One's own; of an admin everybody's. */
  tokens: z.array(TokenView),
  /** Auditors change nothing. */
  canMake: z.boolean(),
  zone: z.string(),
});
export type TokensView = z.infer<typeof TokensView>;

/** The answer to making one: the only time that the token itself is told. */
export const MadeToken = z.object({ id: z.string(), token: z.string(), expiresAt: z.string() });
export type MadeToken = z.infer<typeof MadeToken>;
