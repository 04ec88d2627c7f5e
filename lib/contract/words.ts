import { z } from "zod";

/** Text that came from outside: bounded, and without the character that no database holds. */
export const words = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !text.includes("\u0000"), "holds a NUL character");
