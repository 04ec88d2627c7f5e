"use client";

import type { ReactNode } from "react";
import type { LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { DefinitionId } from "@/lib/contract/definitions";
import type { ReportSection, ReportSubject, WeeklyReport } from "@/lib/contract/weekly-report";
import { LastWeekSection } from "./last-week-section";
import { LoadSection } from "./load-section";
import { NoiseSection } from "./noise-section";
import { PagedSection } from "./paged-section";
import { UnknownSection } from "./unknown-section";
import { WokenSection } from "./woken-section";
import { WorstSection } from "./worst-section";

export type SectionProps = {
  report: WeeklyReport;
  subject: ReportSubject;
  /** Narrow to the pages of the report. */
  links: LinkParams;
};

export type Section = {
  id: string;
  question: string;
  help: DefinitionId;
  n: (report: WeeklyReport) => string;
  /** Where a new note belongs comes first. */
  notes: readonly [ReportSection, ...ReportSection[]];
  height: number;
  Body: (props: SectionProps) => ReactNode;
};

const pages = ({ trend }: WeeklyReport) => `n = ${formatCounted(trend.at(-1)?.pages ?? 0, "page", "pages")}`;

/** The order of the meeting, after the sentence. */
export const SECTIONS: readonly Section[] = [
  {
    id: "paged",
    question: "What paged us?",
    help: "became-noisy",
    n: pages,
    notes: ["changed"],
    height: 380,
    Body: PagedSection,
  },
  {
    id: "noise",
    question: "How much was noise?",
    help: "trend",
    n: pages,
    notes: ["figures"],
    height: 420,
    Body: NoiseSection,
  },
  {
    id: "woken",
    question: "Who was woken?",
    help: "load-trend",
    n: ({ figures }) => {
      const all = figures.find(({ key }) => key === "interruptions")?.now.value ?? null;
      return all === null ? "n is not shown" : `n = ${formatCounted(all, "interruption", "interruptions")}`;
    },
    notes: ["load"],
    height: 460,
    Body: WokenSection,
  },
  {
    id: "last-week",
    question: "Silenced last week: did it work?",
    help: "squashed",
    n: ({ lastWeek }) => `n = ${formatCounted(lastWeek.decisions.length, "decision", "decisions")}`,
    notes: ["last-week"],
    height: 260,
    Body: LastWeekSection,
  },
  {
    id: "decide",
    question: "What to decide now?",
    help: "what-if",
    n: ({ worst, due }) =>
      `${formatCounted(worst.length, "alert", "alerts")}${due.length > 0 ? `, ${formatCount(due.length)} due` : ""}`,
    notes: ["worst", "due"],
    height: 420,
    Body: WorstSection,
  },
  {
    id: "load",
    question: "What do people and leaders carry?",
    help: "person-load",
    n: ({ load, leaders }) => {
      if (load) return `n = ${formatCounted(load.people.length + load.quiet + load.others.people, "person", "people")}`;
      return `n = ${formatCounted(leaders?.focus?.people ?? 0, "person", "people")}`;
    },
    notes: ["leaders"],
    height: 320,
    Body: LoadSection,
  },
  {
    id: "unknown",
    question: "What do we not know?",
    help: "unclear-share",
    n: ({ unknown }) => `n = ${formatCounted(unknown.unclear.n, "judged page", "judged pages")}`,
    notes: ["unknown"],
    height: 200,
    Body: UnknownSection,
  },
];
