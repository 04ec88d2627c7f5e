"use client";

import {
  createContext,
  type ReactNode,
  startTransition,
  type TransitionStartFunction,
  useContext,
  useTransition,
} from "react";

type FilterTransition = { pending: boolean; start: TransitionStartFunction };

const FilterTransitionContext = createContext<FilterTransition>({ pending: false, start: startTransition });

/** One transition for all filters: while it runs, the screen shows the figures before, and says so. */
export function FilterTransitionProvider({ children }: { children: ReactNode }) {
  const [pending, start] = useTransition();
  return <FilterTransitionContext value={{ pending, start }}>{children}</FilterTransitionContext>;
}

export function useFilterTransition(): FilterTransition {
  return useContext(FilterTransitionContext);
}
