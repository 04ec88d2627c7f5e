import { z } from "zod";

export const HandOverValue = z.strictObject({
  /** 0 = Monday. */
  weekday: z.int().min(0).max(6),
  hour: z.int().min(0).max(23),
});

const Id = z.string().regex(/^\d{1,19}$/, "must be an id");

export const HandOverBody = z.strictObject({
  /** Null = the workspace. */
  teamId: Id.nullable(),
  /** Null = Monday 00:00 for the workspace, as the workspace for a team. */
  handOver: HandOverValue.nullable(),
});
export type HandOverBody = z.infer<typeof HandOverBody>;

/** When the weeks of reports begin. */
export const HandOverSettings = z.object({
  workspace: HandOverValue.nullable(),
  /** What the shifts at the first level show, where they change every week at the same hour. */
  suggested: HandOverValue.nullable(),
  teams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      handOver: HandOverValue.nullable(),
      suggested: HandOverValue.nullable(),
    }),
  ),
  zone: z.string(),
  canChange: z.boolean(),
});
export type HandOverSettings = z.infer<typeof HandOverSettings>;
