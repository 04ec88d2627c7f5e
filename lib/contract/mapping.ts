import { z } from "zod";
import { MAPPED_FIELDS, type Mapping as ModelMapping } from "@/lib/model/mapping";

const Column = z.string().min(1).max(1_000);
const Values = z.record(z.string().max(200), z.string().max(200));

/** How the rows or objects of a file that no provider knows are read: as people chose it on screen. */
export const Mapping = z.strictObject({
  shape: z.enum(["csv", "json"]),
  fields: z.partialRecord(z.enum(MAPPED_FIELDS), Column),
  zone: z.string().max(64).nullable(),
  values: z.partialRecord(z.enum(MAPPED_FIELDS), Values),
}) satisfies z.ZodType<ModelMapping>;
