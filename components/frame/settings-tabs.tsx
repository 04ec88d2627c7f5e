"use client";

import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";

const TABS = [
  { path: "/settings/people", label: "People" },
  { path: "/settings/hours", label: "Hours" },
  { path: "/settings/privacy", label: "Privacy and budgets" },
  { path: "/settings/noise", label: "Thresholds" },
  { path: "/settings/connections", label: "Connections" },
  { path: "/settings/digests", label: "Digests" },
  { path: "/settings/tokens", label: "API tokens" },
  { path: "/settings/audit", label: "Audit log" },
] as const;

/** Between the screens below Settings. */
export function SettingsTabs() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="mb-5 overflow-x-auto overflow-y-hidden border-b">
      <ul className="flex gap-1 sm:gap-2">
        {TABS.map((tab) => {
          const here = path === tab.path || path.startsWith(`${tab.path}/`);
          return (
            <li key={tab.path}>
              <Link
                href={tab.path as Route}
                aria-current={here ? "page" : undefined}
                className={clsx(
                  "flex h-9 items-center whitespace-nowrap border-b-2 px-2 text-sm transition-colors pointer-coarse:h-11 sm:px-2.5",
                  here ? "border-ink font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
                )}
              >
                {tab.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
