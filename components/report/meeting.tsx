"use client";

import clsx from "clsx";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import Maximize from "lucide-react/icons/maximize";
import X from "lucide-react/icons/x";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { FigureFactsContext } from "@/components/export/figure-facts";
import { hrefTo } from "@/components/format/href";
import { useKeysSwitch } from "@/components/frame/use-keys";
import { Button } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { useGestures } from "@/components/verdict/use-gestures";
import { DEFINITIONS } from "@/lib/contract/definitions";
import type { ReportFilter, ReportSubject, WeeklyReport } from "@/lib/contract/weekly-report";
import { Minutes } from "./minutes";
import { Publish, subjectOf } from "./report-bar";
import { Figure } from "./report-figure";
import { pagesLinks } from "./report-href";
import { ReportSentence } from "./report-sentence";
import { weekNumber } from "./report-words";
import { SectionNotes } from "./section-notes";
import { SECTIONS, type Section } from "./sections";

type Props = {
  report: WeeklyReport;
  filter: ReportFilter;
  /** From 0: the sentence, then the sections, at last the minutes. */
  step: number;
  onStep: (step: number) => void;
  onLeave: () => void;
};

const LAST = SECTIONS.length + 1;

/** The report a section a screen; keys alone are enough. */
export function Meeting({ report, filter, step: asked, onStep, onLeave }: Props) {
  const step = Math.min(LAST, Math.max(0, asked));
  const { on: singleKeys } = useKeysSwitch();
  const { undoLast, status } = useGestures();
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => () => void (document.fullscreenElement && document.exitFullscreen()), []);
  const go = (by: number) => {
    const to = Math.min(LAST, Math.max(0, step + by));
    if (to !== step) onStep(to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = actOf(event, singleKeys, {
      go,
      end: (last) => onStep(last ? LAST : 0),
      press: (one) => press(one),
      undo: undoLast,
    });
    if (!act) return;
    event.preventDefault();
    act();
  };
  const press = (selector: string) => {
    const button = body.current?.querySelector<HTMLElement>(selector);
    button?.click();
  };
  const subject = subjectOf(filter);
  const section = SECTIONS[step - 1];
  const title = section?.question ?? (step === 0 ? "In one sentence" : "What was taken here?");
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onLeave()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-40 flex flex-col bg-ground outline-none print:hidden"
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => event.preventDefault()}
          // A form that is open is left by it, not the meeting.
          onEscapeKeyDown={(event) => {
            if (event.target instanceof Element && event.target.closest("form")) event.preventDefault();
          }}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <Progress step={step} report={report} onStep={onStep} onLeave={onLeave} />
          <div key={step} ref={body} className="min-h-0 flex-1 overflow-y-auto">
            <div className="mx-auto max-w-6xl px-4 pt-6 pb-10 sm:px-8 sm:pt-10">
              <Heading step={step} title={title} section={section} report={report} />
              <div className="mt-6 text-[0.9375rem] leading-6">
                <Step step={step} section={section} report={report} subject={subject} filter={filter} />
              </div>
            </div>
          </div>
          <footer className="flex items-center gap-2 border-t bg-surface px-4 py-2.5 pb-[max(0.625rem,env(safe-area-inset-bottom))] sm:px-8">
            <Button disabled={step === 0} onClick={() => go(-1)} aria-keyshortcuts="ArrowLeft k">
              <ChevronLeft className="size-4" aria-hidden />
              Previous
            </Button>
            <p className="mx-auto hidden text-xs text-ink-3 sm:block">
              <Key>←</Key> <Key>→</Key> or <Key>k</Key> <Key>j</Key> to move, <Key>1</Key>–<Key>5</Key> to decide,{" "}
              <Key>n</Key> for a note, <Key>z</Key> to undo, <Key>Esc</Key> to leave
            </p>
            <p aria-live="polite" className="sr-only">
              {status}
            </p>
            {step === LAST ? (
              <Button look="primary" className="max-sm:ml-auto" onClick={onLeave}>
                End the meeting
              </Button>
            ) : (
              <Button look="primary" className="max-sm:ml-auto" onClick={() => go(1)} aria-keyshortcuts="ArrowRight j">
                Next
                <ChevronRight className="size-4" aria-hidden />
              </Button>
            )}
          </footer>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type HeadingProps = { step: number; title: string; section: Section | undefined; report: WeeklyReport };

/** Takes the focus with each step: whoever does not see the screen hears where the meeting is. */
function Heading({ step, title, section, report }: HeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="flex flex-wrap items-center gap-x-2">
      <Dialog.Title
        ref={heading}
        tabIndex={-1}
        className="text-[1.375rem] leading-8 font-medium tracking-tight outline-none sm:text-[1.75rem] sm:leading-9"
      >
        <span className="sr-only">
          {step + 1} of {LAST + 1}:{" "}
        </span>
        {title}
      </Dialog.Title>
      {section && (
        <>
          <HelpCard id={section.help} n={section.n(report)} />
          <span className="text-sm text-ink-3">{section.n(report)}</span>
        </>
      )}
    </div>
  );
}

type StepProps = {
  step: number;
  section: Section | undefined;
  report: WeeklyReport;
  subject: ReportSubject;
  filter: ReportFilter;
};

function Step({ step, section, report, subject, filter }: StepProps) {
  const links = pagesLinks(report, subject);
  const [last] = report.versions;
  if (step === 0)
    return (
      <>
        <ReportSentence report={report} links={links} level="p" />
        <div className="mt-6 grid divide-line rounded-xl border bg-surface shadow-card max-sm:divide-y sm:grid-cols-2 lg:grid-cols-4 lg:divide-x">
          <Figure report={report} name="pages" href={hrefTo("/pages", links)} />
          <Figure report={report} name="noise-share" href={hrefTo("/pages", links, { verdict: "noise" })} />
          <Figure report={report} name="interruptions" href={hrefTo("/pages", links, { sort: "interruptions" })} />
          <Figure report={report} name="disrupted-nights" href={hrefTo("/pages", links, { hours: "sleep" })} />
        </div>
        <SectionNotes report={report} subject={subject} sections={["sentence"]} about="the week" />
      </>
    );
  if (!section)
    return (
      <>
        <Minutes report={report} subject={subject} links={links} />
        <div className="mt-6 border-t pt-4">
          <p className="mb-3 max-w-prose text-ink-2">
            {last
              ? `Version ${last.version} is published; what was taken and written since stands beside it.`
              : report.over
                ? "Published, its numbers and its classifier version stay as they are, at this address."
                : "The week still runs. It can be published once it is over."}
          </p>
          <Publish report={report} filter={filter} />
        </div>
      </>
    );
  const { Body, question, notes, n, help } = section;
  const facts = { question, n: n(report), definition: DEFINITIONS[help].text, range: report.range };
  return (
    <FigureFactsContext value={facts}>
      <div className="rounded-xl border bg-surface p-4 shadow-card">
        <Body report={report} subject={subject} links={links} />
        <SectionNotes report={report} subject={subject} sections={notes} about={question} />
      </div>
    </FigureFactsContext>
  );
}

type ProgressProps = Pick<Props, "report" | "onStep" | "onLeave"> & { step: number };

function Progress({ step, report, onStep, onLeave }: ProgressProps) {
  const names = ["In one sentence", ...SECTIONS.map(({ question }) => question), "What was taken here?"];
  return (
    <header className="flex items-center gap-3 border-b bg-surface px-4 py-2 sm:px-8">
      <p className="text-xs whitespace-nowrap text-ink-2">
        <span className="font-medium text-ink">Week {weekNumber(report.week)}</span>
        <span className="max-sm:hidden"> · {report.subject.name}</span>
      </p>
      <nav aria-label="Sections of the meeting" className="min-w-0 flex-1">
        <ol className="flex gap-1">
          {names.map((name, nth) => (
            <li key={name} className="min-w-0 flex-1">
              <button
                type="button"
                title={name}
                aria-label={`${nth + 1} of ${names.length}: ${name}`}
                aria-current={nth === step ? "step" : undefined}
                onClick={() => onStep(nth)}
                className="group grid h-8 w-full place-items-center pointer-coarse:h-11"
              >
                <span
                  aria-hidden
                  className={clsx(
                    "block h-1.5 w-full rounded-full transition-colors motion-reduce:transition-none",
                    nth === step ? "bg-ink" : nth < step ? "bg-ink-3" : "bg-line-strong group-hover:bg-ink-3",
                  )}
                />
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <p className="text-xs whitespace-nowrap text-ink-3">
        {step + 1} of {names.length}
      </p>
      <button type="button" aria-label="Fill the whole screen" onClick={() => void fillScreen()} className={ICON}>
        <Maximize className="size-4" aria-hidden />
      </button>
      <button type="button" aria-label="Leave the meeting" onClick={onLeave} className={ICON}>
        <X className="size-4" aria-hidden />
      </button>
    </header>
  );
}

const ICON =
  "grid size-8 shrink-0 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:size-11";

/** Not every browser can, and not every one lets: the meeting fills the window either way. */
async function fillScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen?.().catch(() => undefined);
}

type Acts = {
  go: (by: number) => void;
  end: (last: boolean) => void;
  press: (selector: string) => void;
  undo: () => void;
};

/** Arrows always move; letters only where single keys are on. Never in a field, a form or a chart, which have their own. */
function actOf(event: KeyboardEvent, singleKeys: boolean, { go, end, press, undo }: Acts): (() => void) | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const { target, key } = event;
  if (!(target instanceof Element) || !event.currentTarget.contains(target)) return null;
  if (target.closest("input, textarea, select, form, .recharts-wrapper, [contenteditable]")) return null;
  if (key === "ArrowRight" || key === "PageDown") return () => go(1);
  if (key === "ArrowLeft" || key === "PageUp") return () => go(-1);
  if (key === "Home" || key === "End") return () => end(key === "End");
  if (!singleKeys) return null;
  if (key === "j") return () => go(1);
  if (key === "k") return () => go(-1);
  if (key === "n") return () => press("[data-note]");
  if (key === "z") return undo;
  return /^[1-5]$/.test(key) ? () => press(`[data-decide="${key}"]`) : null;
}

function Key({ children }: { children: ReactNode }) {
  return <kbd className="rounded border px-1 font-mono text-2xs">{children}</kbd>;
}
