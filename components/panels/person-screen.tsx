"use client";

import { useQuery } from "@tanstack/react-query";
import { personQuery } from "@/components/queries/person";
import type { NoiseFilter } from "@/lib/contract/filter";
import { PersonPanels } from "./person-panels";
import { viewOf } from "./view";

/** A quiet range is an answer here, so there is no state for nothing in range. */
export function PersonScreen({ id, filter }: { id: string; filter: NoiseFilter }) {
  return <PersonPanels id={id} view={viewOf(useQuery(personQuery(id, filter)))} filter={filter} />;
}
