"use client";

import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Figure } from "./figure";
import { Walk } from "./walk";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type Cell = { weekday: number; hour: number; pages: number };

/** `what` is counted; pages where nothing is said. */
type Props = {
  title: string;
  cells: readonly Cell[];
  zone: string;
  what?: string;
  /** What a cell opens. */
  hrefOf?: (weekday: number, hour: number) => Route;
};

/** One hue, light to dark, with the number in the cell. On a phone it stands upright: hours down, days across. */
export function HeatMap({ title, cells, zone, what = "pages", hrefOf }: Props) {
  const counts = new Map(cells.map(({ weekday, hour, pages }) => [weekday * 24 + hour, pages]));
  const at = (day: number, hour: number) => counts.get(day * 24 + hour) ?? 0;
  const most = Math.max(1, ...counts.values());
  const opens = (day: number, hour: number) => (at(day, hour) > 0 ? hrefOf?.(day, hour) : undefined);
  const linked = (day: number, hour: number) => {
    const [value, href] = [at(day, hour), opens(day, hour)];
    return href ? { value, href } : value;
  };
  const points = DAYS.flatMap((name, day) =>
    HOURS.map((hour) => ({ words: `${name} ${clock(hour)}: ${at(day, hour)} ${what}`, href: opens(day, hour) })),
  );
  return (
    <Figure
      title={title}
      summary={summarise(cells, zone, what)}
      table={{
        head: ["Hour", ...DAYS],
        rows: HOURS.map((hour) => [clock(hour), ...DAYS.map((_, day) => linked(day, hour))]),
      }}
    >
      <Walk title={title} points={points} across={24}>
        <div aria-hidden className="hidden sm:block">
          <div className="grid grid-cols-[2.25rem_repeat(24,minmax(0,1fr))] gap-[2px]">
            <span />
            {HOURS.map((hour) => (
              <span key={hour} className="text-center text-2xs text-ink-3">
                {hour % 3 === 0 ? String(hour).padStart(2, "0") : ""}
              </span>
            ))}
            {DAYS.map((name, day) => (
              <Row key={name} name={name}>
                {HOURS.map((hour) => (
                  <Square
                    key={hour}
                    point={day * 24 + hour}
                    count={at(day, hour)}
                    most={most}
                    href={opens(day, hour)}
                    className="h-7"
                  />
                ))}
              </Row>
            ))}
          </div>
        </div>
        <div aria-hidden className="sm:hidden">
          <div className="grid grid-cols-[2.75rem_repeat(7,minmax(0,1fr))] gap-[2px]">
            <span />
            {DAYS.map((name) => (
              <span key={name} className="text-center text-2xs text-ink-3">
                {name}
              </span>
            ))}
            {HOURS.map((hour) => (
              <Row key={hour} name={clock(hour)}>
                {DAYS.map((name, day) => (
                  <Square
                    key={name}
                    point={day * 24 + hour}
                    count={at(day, hour)}
                    most={most}
                    href={opens(day, hour)}
                    className="h-6"
                  />
                ))}
              </Row>
            ))}
          </div>
        </div>
      </Walk>
    </Figure>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <span className="self-center text-2xs text-ink-3">{name}</span>
      {children}
    </>
  );
}

type SquareProps = { point: number; count: number; most: number; href: Route | undefined; className: string };

/** The table beside the chart has the same links for those who do not point. */
function Square({ point, count, most, href, className }: SquareProps) {
  const strength = count === 0 ? 0 : 0.14 + 0.86 * (count / most);
  const background =
    count === 0
      ? "var(--hover)"
      : `color-mix(in oklab, var(--heat) calc(var(--heat-most) * ${strength.toFixed(3)}), var(--surface))`;
  const look = clsx("grid place-items-center rounded-[3px] text-2xs", className);
  if (href)
    return (
      <Link
        href={href}
        prefetch={false}
        tabIndex={-1}
        data-point={point}
        className={clsx(look, "hover:ring-2 ring-ink")}
        style={{ background }}
      >
        {count}
      </Link>
    );
  return (
    <span data-point={point} className={look} style={{ background }}>
      {count > 0 && count}
    </span>
  );
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

function summarise(cells: readonly Cell[], zone: string, what: string): string {
  const most = cells.reduce<Cell | null>(
    (peak, cell) => (peak === null || cell.pages > peak.pages ? cell : peak),
    null,
  );
  if (!most || most.pages === 0) return `No ${what} to show. Hours in ${zone}.`;
  return `Most on ${DAYS[most.weekday]} at ${clock(most.hour)} with ${most.pages}. Hours in ${zone}.`;
}
