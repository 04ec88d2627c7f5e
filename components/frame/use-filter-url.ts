"use client";

import { usePathname } from "next/navigation";
import { parseAsString, useQueryStates } from "nuqs";
import { SHARED_KEYS } from "@/components/format/href";
import { defaultRangeAt } from "@/components/format/ledger-href";
import { useFilterTransition } from "./filter-transition";

const KEYS = [
  ...SHARED_KEYS,
  "signature",
  "verdict",
  "reason",
  "person",
  "line",
  "under",
  "owner",
  "leader",
  "beside",
  "rang",
  "hours",
  "weekday",
  "hour",
  "rest",
  "acknowledged",
  "q",
  "sort",
  "dir",
  "source",
  "outcome",
  "kind",
  "trend",
  "over",
  "only",
] as const;
export type FilterKey = (typeof KEYS)[number];

const PARSERS = Object.fromEntries(KEYS.map((key) => [key, parseAsString])) as Record<FilterKey, typeof parseAsString>;

type FilterUrl = {
  params: Record<FilterKey, string | null>;
  from: string;
  to: string;
  change: (next: Partial<Record<FilterKey, string | null>>) => void;
  /** For what the screen can do with the data it has. */
  changeHere: (next: Partial<Record<FilterKey, string | null>>) => void;
  /** The screen still shows the filters before. */
  pending: boolean;
};

/** The address is the only filter state. A change goes through the server, which answers with the data. */
export function useFilterUrl(): FilterUrl {
  const { pending, start: startTransition } = useFilterTransition();
  const standard = defaultRangeAt(usePathname());
  const [params, setParams] = useQueryStates(PARSERS, {
    shallow: false,
    history: "push",
    scroll: false,
    startTransition,
  });
  const change = (next: Partial<Record<FilterKey, string | null>>) => void setParams(withoutDefaults(next, standard));
  const changeHere = (next: Partial<Record<FilterKey, string | null>>) =>
    void setParams(next, { shallow: true, history: "replace", startTransition: undefined });
  return {
    params,
    changeHere,
    from: params.from ?? standard.from,
    to: params.to ?? standard.to,
    change,
    pending,
  };
}

function withoutDefaults(
  next: Partial<Record<FilterKey, string | null>>,
  standard: { readonly from: string; readonly to: string },
) {
  const isDefault = next.from === standard.from && next.to === standard.to;
  return isDefault ? { ...next, from: null, to: null } : next;
}
