"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { BudgetsBody, PrivacySettings } from "@/lib/contract/load-settings";
import { useOrganisationChange } from "./use-organisation-change";

const read = (text: string) => (text.trim() === "" ? Number.NaN : Number(text.replace(",", ".")));
const shown = (value: number) => String(value);

/** The limits that colour figures; they change none. */
export function BudgetsForm({ settings: { budgets, canChange } }: { settings: PrivacySettings }) {
  const [shift, setShift] = useState(shown(budgets.incidentsPerShift));
  const [watch, setWatch] = useState(shown(budgets.pagesPerPersonWeek.watch));
  const [act, setAct] = useState(shown(budgets.pagesPerPersonWeek.act));
  const [accuracyAct, setAccuracyAct] = useState(shown(budgets.accuracy.act * 100));
  const [accuracyWatch, setAccuracyWatch] = useState(shown(budgets.accuracy.watch * 100));
  const { pending, problem, change } = useOrganisationChange();
  const next: BudgetsBody = {
    incidentsPerShift: read(shift),
    pagesPerPersonWeek: { watch: read(watch), act: read(act) },
    accuracy: { act: read(accuracyAct) / 100, watch: read(accuracyWatch) / 100 },
  };
  const fault = faultOf(next);
  const same = JSON.stringify(next) === JSON.stringify(budgets);
  const field = (label: string, value: string, set: (text: string) => void, hint: string) => (
    <Field
      label={label}
      hint={hint}
      value={value}
      inputMode="decimal"
      autoComplete="off"
      disabled={!canChange}
      onChange={({ target }) => set(target.value)}
    />
  );
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null)
          change({
            calls: [{ method: "PUT", url: "/api/settings/budgets", body: next }],
            said: "The budgets are saved",
          });
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
        {field("Incidents per 12-hour shift", shift, setShift, "at most")}
        {field("Pages per person-week: watch", watch, setWatch, "from here on")}
        {field("Pages per person-week: act", act, setAct, "over this")}
        {field("Alert accuracy, %: broken", accuracyAct, setAccuracyAct, "under this")}
        {field("Alert accuracy, %: watch", accuracyWatch, setAccuracyWatch, "under this")}
      </div>
      <p className="max-w-prose text-xs text-ink-3">
        Budgets say whether a figure is good, to be watched or to be acted on. They change no figure.
      </p>
      {(fault ?? problem) && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {fault ?? problem}
        </p>
      )}
      {canChange ? (
        <Button type="submit" look="primary" disabled={pending || same || fault !== null}>
          {pending ? "Saving" : "Save"}
        </Button>
      ) : (
        <p className="text-ink-3">Only an admin changes them.</p>
      )}
    </form>
  );
}

function faultOf({ incidentsPerShift, pagesPerPersonWeek: pages, accuracy }: BudgetsBody): string | null {
  const all = [incidentsPerShift, pages.watch, pages.act, accuracy.act, accuracy.watch];
  if (all.some((value) => Number.isNaN(value) || value < 0)) return "A budget is a number from 0 on.";
  if (accuracy.watch > 1) return "Accuracy is at most 100 %.";
  if (pages.watch >= pages.act) return "Pages are watched before they are acted on: make watch the smaller.";
  return accuracy.act >= accuracy.watch ? "Accuracy is watched before it is broken: make broken the smaller." : null;
}
