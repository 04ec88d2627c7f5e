import { z } from "zod";

/** Who was erased, for a file beside the backups. It names nobody: without the key ring it is of no use. */
export const TombstoneList = z.strictObject({
  format: z.literal("squelch-tombstones-1"),
  /** The workspace's key, sealed with the key ring. Null = nobody was ever erased here. */
  key: z.string().nullable(),
  tombstones: z.array(
    z.strictObject({
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      personId: z.string().regex(/^\d{1,19}$/),
      erasedAt: z.iso.datetime(),
    }),
  ),
});
export type TombstoneList = z.infer<typeof TombstoneList>;

/** How many people were erased again, how many tombstones were new here, and how many were not. */
export type AppliedTombstones = { erased: number; added: number; known: number };
