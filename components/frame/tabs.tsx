"use client";

import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { useEffect, useRef } from "react";

type Tab = { href: Route; label: string };
type Props = { label: string; tabs: readonly Tab[]; shown: string | undefined };

/** Between the screens below one: where they do not fit side by side, the shown one is scrolled into sight. */
export function Tabs({ label, tabs, shown }: Props) {
  const bar = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = shown === undefined ? null : bar.current?.querySelector("[aria-current]");
    if (bar.current && here) intoSight(bar.current, here);
  }, [shown]);
  return (
    <nav ref={bar} aria-label={label} className="mb-5 overflow-x-auto overflow-y-hidden border-b">
      <ul className="flex gap-1 sm:gap-2">
        {tabs.map((tab) => {
          const here = tab.label === shown;
          return (
            <li key={tab.label}>
              <Link
                href={tab.href}
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

/** Sideways alone: `scrollIntoView` would move the screen as well. */
function intoSight(bar: Element, tab: Element): void {
  const [outer, inner] = [bar.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (inner.right > outer.right) bar.scrollLeft += inner.right - outer.right;
  if (inner.left < outer.left) bar.scrollLeft -= outer.left - inner.left;
}
