"use client";

import { usePathname } from "next/navigation";
import { sharedOf } from "@/components/format/href";
import { type LedgerParams, sourcesHref } from "@/components/format/ledger-href";
import { SOURCE_SCREENS } from "./source-screens";
import { Tabs } from "./tabs";
import { useFilterUrl } from "./use-filter-url";

/** Between the screens below Sources; the filters stay. */
export function SourceTabs() {
  const { params } = useFilterUrl();
  const shared = sharedOf(params as Parameters<typeof sharedOf>[0]) as LedgerParams;
  const tabs = SOURCE_SCREENS.map(({ below, label }) => ({ href: sourcesHref(below, shared), label }));
  return <Tabs label="Sources" tabs={tabs} shown={screenAt(usePathname())} />;
}

/** What has no tab of its own belongs to Sources. */
function screenAt(path: string): string | undefined {
  const below = (start: string) => path === start || path.startsWith(`${start}/`);
  return SOURCE_SCREENS.findLast((screen) => below(`/sources${screen.below}`))?.label;
}
