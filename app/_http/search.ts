import type { z } from "zod";

/** The filter of a request's URL. Repeated and empty parameters are as if missing. */
export function searchOf<T>(request: Request, contract: z.ZodType<T>): T {
  const params = new URL(request.url).searchParams;
  return contract.parse(Object.fromEntries([...params].filter(([, value]) => value !== "")));
}
