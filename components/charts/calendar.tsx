"use client";

import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { formatCounted } from "@/components/format/numbers";
import { formatLocalDay } from "@/components/format/time";
import type { PersonDay } from "@/lib/contract/person";
import { Figure } from "./figure";

import { HOUR_FILL, HOUR_WORD } from "./palette";
import { Legend } from "./swatch";
import { Walk } from "./walk";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

type Props = { title: string; days: readonly PersonDay[]; zone: string; hrefOf: (date: string) => Route };

/** A cell a day, weeks down: how many interruptions, and a mark where the night that began then was disrupted. */
export function Calendar({ title, days, zone, hrefOf }: Props) {
  const most = Math.max(1, ...days.map(({ total }) => total));
  const points = days.map(({ date, total, night }) => ({
    words: `${formatLocalDay(date)}: ${formatCounted(total, "interruption", "interruptions")}, night ${night ? "disrupted" : "quiet"}`,
    href: total > 0 ? hrefOf(date) : undefined,
  }));
  return (
    <Figure
      title={title}
      summary={summarise(days, zone)}
      legend={<Legend items={[{ fill: HOUR_FILL.sleep, word: "night disrupted" }]} />}
      table={{
        head: ["Day", HOUR_WORD.sleep, HOUR_WORD.off, HOUR_WORD.business, "all", "night"],
        rows: days.map(({ date, sleep, off, business, total, night }) => [
          formatLocalDay(date),
          sleep,
          off,
          business,
          total > 0 ? { value: total, href: hrefOf(date) } : total,
          night ? "disrupted" : "quiet",
        ]),
      }}
    >
      <Walk title={title} points={points} across={7} className="max-w-2xl">
        <div aria-hidden className="grid grid-cols-7 gap-1">
          {WEEKDAYS.map((name) => (
            <span key={name} className="text-center text-2xs text-ink-3">
              {name}
            </span>
          ))}
          {days.map((day, index) => (
            <Day
              key={day.date}
              day={day}
              point={index}
              most={most}
              href={hrefOf(day.date)}
              column={index === 0 ? weekdayOf(day.date) + 1 : undefined}
            />
          ))}
        </div>
      </Walk>
    </Figure>
  );
}

type DayProps = { day: PersonDay; point: number; most: number; href: Route; column: number | undefined };

function Day({ day, point, most, href, column }: DayProps) {
  const strength = day.total === 0 ? 0 : 0.14 + 0.86 * (day.total / most);
  const background =
    day.total === 0
      ? "var(--hover)"
      : `color-mix(in oklab, var(--heat) calc(var(--heat-most) * ${strength.toFixed(3)}), var(--surface))`;
  const look = {
    className: "relative grid h-11 place-items-center rounded-md text-xs",
    style: { background, gridColumnStart: column },
    title: formatLocalDay(day.date),
    "data-point": point,
  };
  const inside = (
    <>
      <span className={clsx("absolute top-0.5 left-1 text-2xs", day.total > 0 ? "text-ink" : "text-ink-3")}>
        {Number(day.date.slice(8))}
      </span>
      <span className={clsx("mt-2.5", day.total > 0 && "font-medium")}>{day.total > 0 && day.total}</span>
      {day.night && <span className={clsx("absolute inset-x-1 bottom-0.5 h-1 rounded-full", HOUR_FILL.sleep)} />}
    </>
  );
  if (day.total === 0) return <span {...look}>{inside}</span>;
  return (
    <Link
      {...look}
      href={href}
      prefetch={false}
      tabIndex={-1}
      className={clsx(look.className, "ring-ink hover:ring-2")}
    >
      {inside}
    </Link>
  );
}

/** 0 = Monday, of a date without a zone. */
function weekdayOf(date: string): number {
  return (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7;
}

function summarise(days: readonly PersonDay[], zone: string): string {
  const nights = days.filter(({ night }) => night).length;
  const quiet = days.filter(({ total, night }) => total === 0 && !night).length;
  return `${nights} of ${days.length} nights disrupted, ${quiet} ${quiet === 1 ? "day" : "days"} without anything. Days in ${zone.replaceAll("_", " ")}.`;
}
