import { z } from "zod";

/** Who looked at one's own load. */
export const MyViewers = z.object({
  /** Views by others, all there are. */
  total: z.number().int(),
  /** By viewer, screen and day, the last first. */
  views: z.array(
    z.object({
      by: z.string(),
      screen: z.string(),
      /** In the workspace's zone, YYYY-MM-DD. */
      date: z.string(),
      lastAt: z.string(),
      times: z.number().int(),
    }),
  ),
});
export type MyViewers = z.infer<typeof MyViewers>;
