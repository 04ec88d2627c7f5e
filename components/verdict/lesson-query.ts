import { queryOptions } from "@tanstack/react-query";
import type { Lesson } from "@/lib/contract/verdict";

/** What was learnt from a gesture: the answer to it, kept while the tab is open, never asked for. */
export function lessonQuery(gesture: string | null) {
  return queryOptions<Lesson>({ queryKey: ["lesson", gesture], enabled: false, staleTime: Number.POSITIVE_INFINITY });
}
