"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { WeekBars } from "@/components/charts/week-bars";
import { BigFigure } from "@/components/panels/big-figure";
import { DEFINITIONS, type DefinitionId } from "@/lib/contract/definitions";
import type { ReportFigure, ReportFigureKey, WeeklyReport } from "@/lib/contract/weekly-report";
import { changeText, FIGURE_HIDDEN_RULE, figureN, figureText, missingText, weekValues } from "./report-words";

type Props = { report: WeeklyReport; name: ReportFigureKey; href: Route; children?: ReactNode };

/** One figure of the week beside the week before and twelve weeks; its number opens its pages. */
export function Figure({ report, name, href, children }: Props) {
  const figure = report.figures.find(({ key }) => key === name);
  if (!figure) return null;
  const { now, label, unit } = figure;
  const n = figureN(figure);
  return (
    <BigFigure
      name={label}
      help={definitionOf(figure)}
      n={n ?? "a count of its own"}
      href={href}
      value={now.value === null ? missingText(now) : figureText(figure, now.value)}
      beside={besideText(figure)}
      change={<p className="text-xs text-ink-2">{changeText(figure)}</p>}
    >
      {now.value === null && now.hidden !== null && (
        <p className="mb-2 max-w-prose">
          {now.hidden === "nothing" ? "Not measured" : "Not shown"}: {FIGURE_HIDDEN_RULE[now.hidden]}
        </p>
      )}
      {children}
      <div className={children ? "mt-3" : ""}>
        <WeekBars name={label} values={weekValues(name, report.trend)} text={(value) => figureText({ unit }, value)} />
        <p className="mt-1 text-2xs text-ink-3">twelve weeks, this one last</p>
      </div>
    </BigFigure>
  );
}

/** "88 of 144, 53–68 %" */
function besideText({ now: { of, n, low, high }, unit }: ReportFigure): string | null {
  if (unit === "days") return n === null ? null : `n = ${n}`;
  if (of === null || n === null) return null;
  const interval = low === null || high === null ? "" : `, ${Math.round(low * 100)}–${Math.round(high * 100)}\u00a0%`;
  return `${of} of ${n}${interval}`;
}

function definitionOf({ definition }: ReportFigure): DefinitionId {
  return definition in DEFINITIONS ? (definition as DefinitionId) : "pages";
}
