import type { QueryClient } from "@tanstack/react-query";

/** A change of a source shows wherever the source does. */
export async function refreshSource(queries: QueryClient, id: string): Promise<void> {
  const keys = [["source", id], ["sources"], ["alarms"], ["backfills", id]];
  await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
}
