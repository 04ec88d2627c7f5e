import type { z } from "zod";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

type Read<T> = { ok: true; filter: T } | { ok: false; wrong: readonly string[] };

/** An address that cannot be read is said to be so; it is never guessed. Of a repeated parameter the last one counts. */
export async function readFilter<S extends z.ZodType>(schema: S, params: SearchParams): Promise<Read<z.output<S>>> {
  const flat = Object.fromEntries(
    Object.entries(await params).flatMap(([key, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return last ? [[key, last]] : [];
    }),
  );
  const read = schema.safeParse(flat);
  if (read.success) return { ok: true, filter: read.data };
  return { ok: false, wrong: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
}
