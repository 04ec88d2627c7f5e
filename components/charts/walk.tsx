"use client";

import clsx from "clsx";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { walkStep } from "./walk-step";

/** What is said of a point, and what it opens. */
type Point = { words: string; href?: Route | undefined };

type Props = {
  title: string;
  points: readonly Point[];
  /** Points in a row, for charts of rows and columns. */
  across?: number;
  className?: string;
  children: ReactNode;
};

/**
 * One tab stop for a chart of boxes: the arrow keys walk its points, Enter opens one. The boxes below carry their number
 * in `data-point`; the one that is reached is ringed and said.
 */
export function Walk({ title, points, across = 1, className, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const router = useRouter();
  const [at, setAt] = useState<number | null>(null);
  const point = at === null ? undefined : points[at];
  useEffect(() => {
    const reached = box.current?.querySelectorAll(`[data-point="${at}"]`) ?? [];
    for (const one of reached) one.toggleAttribute("data-at", true);
    return () => {
      for (const one of reached) one.removeAttribute("data-at");
    };
  }, [at]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const next = walkStep(event.key, at, points.length, across);
    const isLeft = event.key === "Escape" && at !== null;
    if (next === null && !isLeft) {
      if (event.key === "Enter" && point?.href) router.push(point.href);
      return;
    }
    event.preventDefault();
    // A chart may stand in a meeting, whose steps are on the same keys.
    event.stopPropagation();
    setAt(next);
  };
  return (
    <div
      ref={box}
      role="application"
      aria-roledescription="chart"
      aria-label={`${title}. Arrow keys walk the points.`}
      tabIndex={points.length === 0 ? undefined : 0}
      onKeyDown={onKeyDown}
      onBlur={() => setAt(null)}
      className={clsx(
        "relative [&_[data-at]]:ring-2 [&_[data-at]]:ring-ink [&_circle[data-at]]:stroke-ink [&_circle[data-at]]:stroke-2",
        className,
      )}
    >
      {children}
      <p
        data-readout
        aria-live="polite"
        className={clsx(
          "absolute right-0 bottom-full z-10 mb-1 rounded-md bg-raised px-2 py-1 text-xs shadow-float",
          point === undefined && "sr-only",
        )}
      >
        {point?.words}
      </p>
    </div>
  );
}
