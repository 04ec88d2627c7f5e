"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import { hrefTo } from "@/components/format/href";
import { Panel, PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { reportQuery } from "@/components/queries/reports";
import type { DataState } from "@/lib/contract/overview";
import type { ReportFilter, ReportSubject, WeeklyReport } from "@/lib/contract/weekly-report";
import { weekOf } from "@/lib/time/report-week";
import { Comparison } from "./comparison-panel";
import { Minutes } from "./minutes";
import { ReportBar, subjectOf } from "./report-bar";
import { pagesLinks, reportHref } from "./report-href";
import { ReportSentence } from "./report-sentence";
import { SectionNotes } from "./section-notes";
import { SECTIONS } from "./sections";

// Only where somebody meets.
const Meeting = dynamic(() => import("./meeting").then((module) => module.Meeting), { ssr: false });

export function ReportScreen({ week, filter }: { week: string; filter: ReportFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const fetched = viewOf(useQuery(reportQuery(week, filter)));
  // The address has the step, so that a reload stays in the meeting.
  const [step, setStep] = useQueryState("meeting", parseAsInteger);
  const [isComparing, setComparing] = useState(false);
  const report = fetched.kind === "ready" ? fetched.data : null;
  const nothing = report !== null && (report.trend.at(-1)?.pages ?? 0) === 0 && !report.published;
  const subject = subjectOf(filter);
  const view: View<WeeklyReport> = nothing ? nothingInWeek(report, state, subject) : fetched;
  return (
    <div className="print-upright space-y-5">
      <ReportBar
        week={week}
        filter={filter}
        report={nothing ? null : report}
        isComparing={isComparing}
        onCompare={() => setComparing(!isComparing)}
        onMeet={() => void setStep(0)}
      />
      {isComparing && report?.published && <Comparison week={week} filter={filter} range={report.range} />}
      <ReportPanels view={view} subject={subject} />
      {step !== null && report && !nothing && (
        <Meeting
          report={report}
          filter={filter}
          step={step}
          onStep={(to) => void setStep(to, { history: "replace" })}
          onLeave={() => void setStep(null)}
        />
      )}
    </div>
  );
}

function nothingInWeek(report: WeeklyReport, state: DataState | undefined, subject: ReportSubject): View<never> {
  const { range, handOver } = report;
  const last = state?.lastPageAt ? weekOf(Date.parse(state.lastPageAt), range.zone, handOver) : null;
  if (state && last === null)
    return {
      kind: "empty",
      why: "No pages are here yet. Import an export of your pager and this fills within a minute.",
      next: { label: "Import my export", href: hrefTo("/sources") },
    };
  const next =
    last === null || last === report.week
      ? []
      : [{ label: "Show the last week with pages", href: reportHref(last, subject) }];
  return { kind: "nothing-in-range", why: `No pages in ${range.label}.`, next };
}

type PanelsProps = { view: View<WeeklyReport>; subject: ReportSubject };

/** The sections in the order of the meeting, and at the end what was taken in it. */
export function ReportPanels({ view, subject }: PanelsProps) {
  const minutes = view.kind === "ready" && view.data.taken.length > 0 ? view : null;
  return (
    <div className="space-y-5">
      <section aria-label="In one sentence" aria-busy={view.kind === "loading"}>
        {view.kind !== "ready" && <h1 className="sr-only">Weekly noise report</h1>}
        <PanelBody view={view} height={104}>
          {(report) => (
            <>
              <ReportSentence report={report} links={pagesLinks(report, subject)} />
              {report.notes.some(({ section }) => section === "sentence") && (
                <SectionNotes report={report} subject={subject} sections={["sentence"]} about="the week" />
              )}
            </>
          )}
        </PanelBody>
      </section>
      {view.kind !== "nothing-in-range" &&
        view.kind !== "empty" &&
        SECTIONS.map(({ id, question, help, n, notes, height, Body }) => (
          <Panel key={id} question={question} help={help} n={n} view={view} height={height}>
            {(report) => (
              <>
                <Body report={report} subject={subject} links={pagesLinks(report, subject)} />
                <SectionNotes report={report} subject={subject} sections={notes} about={question} />
              </>
            )}
          </Panel>
        ))}
      {minutes && (
        <Panel question="What was taken here?" view={minutes}>
          {(report) => <Minutes report={report} subject={subject} links={pagesLinks(report, subject)} />}
        </Panel>
      )}
    </div>
  );
}
