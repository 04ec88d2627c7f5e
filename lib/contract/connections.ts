import { z } from "zod";
import { CONNECTION_AUTHS, CONNECTION_KINDS } from "@/lib/model/connection";

const word = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters");

export const ConnectionBody = z
  .strictObject({
    kind: z.enum(CONNECTION_KINDS),
    name: word(80),
    url: word(500),
    auth: z.enum(CONNECTION_AUTHS),
    userName: word(200).nullable(),
    secret: word(2_000).nullable(),
  })
  .refine(({ auth, secret }) => (auth === "none") === (secret === null), "a secret goes with basic or bearer")
  .refine(({ auth, userName }) => (auth === "basic") === (userName !== null), "a user name goes with basic");
export type ConnectionBody = z.infer<typeof ConnectionBody>;

export const ConnectionView = z.object({
  id: z.string(),
  kind: z.enum(CONNECTION_KINDS),
  name: z.string(),
  url: z.string(),
  auth: z.enum(CONNECTION_AUTHS),
  userName: z.string().nullable(),
  hint: z.string(),
  checkedAt: z.string().nullable(),
  trouble: z.string().nullable(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;

/** What it said of itself: its version, or nothing but that it lets us in. */
export const ConnectionTest = z.object({ ok: z.boolean(), said: z.string() });
export type ConnectionTest = z.infer<typeof ConnectionTest>;

export const ConnectionsView = z.object({
  connections: z.array(ConnectionView),
  canChange: z.boolean(),
  /** Private host:port pairs that may be called, and git remotes that may be pushed to: set by whoever runs Squelch. */
  allowed: z.array(z.string()),
  remotes: z.array(z.string()),
});
export type ConnectionsView = z.infer<typeof ConnectionsView>;
