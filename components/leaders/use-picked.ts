import { useState } from "react";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import type { LeadersFilter } from "@/lib/contract/filter";

/** At most two leaders are set beside each other: the second goes into the address. */
export function usePicked({ beside }: LeadersFilter): [readonly string[], (id: string) => void] {
  const { change } = useFilterUrl();
  const [one, setOne] = useState<string | null>(null);
  const both = beside?.split(",") ?? [];
  const picked = both.length === 2 ? both : one === null ? [] : [one];
  const pick = (id: string) => {
    if (both.includes(id)) {
      setOne(both.find((other) => other !== id) ?? null);
      change({ beside: null });
    } else if (both.length === 2 || one === null) {
      setOne(id);
      if (both.length === 2) change({ beside: null });
    } else if (one === id) setOne(null);
    else change({ beside: `${one},${id}` });
  };
  return [picked, pick];
}
