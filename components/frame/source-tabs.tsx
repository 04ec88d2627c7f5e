"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { sharedOf } from "@/components/format/href";
import { type LedgerParams, sourcesHref } from "@/components/format/ledger-href";
import { SOURCE_SCREENS } from "./source-screens";
import { useFilterUrl } from "./use-filter-url";

/** Between the screens below Sources; the filters stay. */
export function SourceTabs() {
  const path = usePathname();
  const { params } = useFilterUrl();
  const shared = sharedOf(params as Parameters<typeof sharedOf>[0]) as LedgerParams;
  const shown = screenAt(path);
  return (
    <nav aria-label="Sources" className="mb-5 overflow-x-auto overflow-y-hidden border-b">
      <ul className="flex gap-1 sm:gap-2">
        {SOURCE_SCREENS.map(({ below, label }) => {
          const here = label === shown;
          return (
            <li key={label}>
              <Link
                href={sourcesHref(below, shared)}
                aria-current={here ? "page" : undefined}
                className={clsx(
                  "flex h-9 items-center whitespace-nowrap border-b-2 px-2 text-sm transition-colors pointer-coarse:h-11 sm:px-2.5",
                  here ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** What has no tab of its own belongs to Sources. */
function screenAt(path: string): string | undefined {
  const below = (start: string) => path === start || path.startsWith(`${start}/`);
  return SOURCE_SCREENS.findLast((screen) => below(`/sources${screen.below}`))?.label;
}
