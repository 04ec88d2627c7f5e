import type { z } from "zod";
import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import { AppError } from "@/lib/errors";
import { resolveRange } from "@/lib/time/range";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

type Read<T> = { ok: true; filter: T } | { ok: false; wrong: readonly string[] };

/** An address that cannot be read is said to be so; it is never guessed. Of a repeated parameter the last one counts. */
export async function readFilter<S extends z.ZodType<NoiseFilter>>(
  ctx: Pick<Ctx, "zone" | "now">,
  schema: S,
  params: SearchParams,
): Promise<Read<z.output<S>>> {
  const read = wordsOf(schema, await params);
  if (!read.ok) return read;
  const wrong = wrongRange(ctx, read.filter);
  return wrong ? { ok: false, wrong: [wrong] } : read;
}

/** The same for an address without a range. */
export function wordsOf<S extends z.ZodType>(schema: S, params: Awaited<SearchParams>): Read<z.output<S>> {
  const flat = Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) => {
      const last = Array.isArray(value) ? value.at(-1) : value;
      return last ? [[key, last]] : [];
    }),
  );
  const read = schema.safeParse(flat);
  if (read.success) return { ok: true, filter: read.data };
  return { ok: false, wrong: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
}

function wrongRange({ zone, now }: Pick<Ctx, "zone" | "now">, { from, to, tz }: NoiseFilter): string | null {
  try {
    resolveRange({ from, to, zone: tz ?? zone, now });
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
