"use client";

import { useMutation } from "@tanstack/react-query";
import clsx from "clsx";
import { useId, useState } from "react";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { HoursBody, HoursPreview } from "@/lib/contract/load-settings";
import type { Hours } from "@/lib/model/settings";
import { clockOf, minuteOf, WEEKDAYS, workingDaysOf } from "./hours-words";

type Props = {
  of: HoursBody["of"];
  hours: Hours;
  pending: boolean;
  problem: string | null;
  onSave: (hours: Hours) => void;
  onCancel?: () => void;
};

/** The four edges of a day, and which days are worked. */
export function HoursFields({ of, hours, pending, problem, onSave, onCancel }: Props) {
  const [sleepFrom, setSleepFrom] = useState(clockOf(hours.sleepFrom));
  const [sleepTo, setSleepTo] = useState(clockOf(hours.sleepTo));
  const [businessTo, setBusinessTo] = useState(clockOf(hours.businessTo));
  const [days, setDays] = useState<readonly number[]>(workingDaysOf(hours));
  const legend = useId();
  const preview = useMutation({
    mutationFn: (body: HoursBody) => send<HoursPreview>("POST", "/api/settings/hours/preview", body),
  });
  const [from, to, until] = [sleepFrom, sleepTo, businessTo].map(minuteOf);
  const fault =
    from === null || to === null || until === null || from === undefined || to === undefined || until === undefined
      ? "Times are written as 22:00."
      : from === to
        ? "Sleep must not begin when it ends."
        : to >= until
          ? "Business must end after it begins."
          : null;
  const next: Hours | null =
    fault === null ? { sleepFrom: from ?? 0, sleepTo: to ?? 0, businessTo: until ?? 0, workingDays: days } : null;
  const same =
    next !== null &&
    next.sleepFrom === hours.sleepFrom &&
    next.sleepTo === hours.sleepTo &&
    next.businessTo === hours.businessTo &&
    days.join() === workingDaysOf(hours).join();
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (next && !same) onSave(next);
      }}
    >
      <div className="grid max-w-md grid-cols-3 gap-2">
        <Field label="Sleep from" type="time" value={sleepFrom} onChange={({ target }) => setSleepFrom(target.value)} />
        <Field label="Business from" type="time" value={sleepTo} onChange={({ target }) => setSleepTo(target.value)} />
        <Field
          label="Business to"
          type="time"
          value={businessTo}
          onChange={({ target }) => setBusinessTo(target.value)}
        />
      </div>
      <fieldset aria-labelledby={legend}>
        <legend id={legend} className="text-xs text-ink-2">
          Working days
        </legend>
        <div className="mt-1 flex flex-wrap gap-1">
          {WEEKDAYS.map((name, day) => {
            const on = days.includes(day);
            return (
              <button
                key={name}
                type="button"
                aria-pressed={on}
                onClick={() => setDays(on ? days.filter((one) => one !== day) : [...days, day].sort((a, b) => a - b))}
                className={clsx(
                  "h-8 min-w-11 rounded-md border px-2 text-sm pointer-coarse:h-11",
                  on ? "border-ink bg-pressed font-medium" : "border-line-strong text-ink-2 hover:bg-hover",
                )}
              >
                {name}
              </button>
            );
          })}
        </div>
      </fieldset>
      <p className="max-w-prose text-xs text-ink-3">
        Sleep ends where business begins. What is neither asleep nor business on a working day is off hours; public
        holidays count as weekend. Edges are half-open: 08:00 is business.
      </p>
      {(fault ?? problem) && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {fault ?? problem}
        </p>
      )}
      <p aria-live="polite" className="empty:hidden">
        {preview.data && !same && previewWords(preview.data)}
        {preview.error && `It could not be tried out. ${preview.error.message}`}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={pending || next === null || same}>
          {pending ? "Counting anew" : "Save"}
        </Button>
        <Button
          disabled={pending || preview.isPending || next === null || same}
          onClick={() => next && preview.mutate({ of, hours: { ...next, workingDays: [...days] } })}
        >
          {preview.isPending ? "Trying it out" : "What would change?"}
        </Button>
        {onCancel && (
          <Button look="quiet" disabled={pending} onClick={onCancel}>
            Leave it
          </Button>
        )}
      </div>
    </form>
  );
}

const CLASSES: Record<NonNullable<HoursPreview["moves"]>[number]["from"], string> = {
  sleep: "sleep hours",
  off: "off hours",
  business: "business hours",
};

function previewWords({ people, interruptions, moves }: HoursPreview): string {
  if (moves === null) return "There are too many interruptions to try it out first. Saving counts them all anew.";
  const whole = `n = ${formatCounted(interruptions, "interruption", "interruptions")} of ${formatCounted(people, "person", "people")}`;
  if (moves.length === 0) return `It would move no interruption of the last 28 days; ${whole}.`;
  const told = moves.map(
    ({ from, to, interruptions: n }) => `${formatCount(n)} from ${CLASSES[from]} to ${CLASSES[to]}`,
  );
  return `Of the interruptions of the last 28 days it would move ${told.join(", ")}; ${whole}.`;
}
