"use client";

import clsx from "clsx";
import CircleAlert from "lucide-react/icons/circle-alert";
import Lock from "lucide-react/icons/lock";
import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useId } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { type FigureFacts, FigureFactsContext } from "@/components/export/figure-facts";
import type { Problem } from "@/components/queries/fetch-json";
import { Button, buttonClass } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { DEFINITIONS, type DefinitionId } from "@/lib/contract/definitions";
import { Range } from "@/lib/contract/noise-report";
import { asProblem, type NextStep, type View } from "./view";

type Props<T> = {
  question: string;
  view: View<T>;
  help?: DefinitionId;
  /** "n = 144 pages"; shown when there are data. */
  n?: (data: T) => string;
  pages?: Route;
  actions?: (data: T) => ReactNode;
  /** Height of the skeleton: that of the panel with data. */
  height?: number;
  className?: string;
  flush?: boolean;
  children: (data: T) => ReactNode;
};

/** The frame of every panel: the question it answers, its n, its definition and its five states. */
export function Panel<T>({
  question,
  view,
  help,
  n,
  pages,
  actions,
  height = 160,
  className,
  flush,
  children,
}: Props<T>) {
  const title = useId();
  const counted = view.kind === "ready" ? n?.(view.data) : undefined;
  const facts: FigureFacts = {
    question,
    n: counted ?? null,
    definition: help ? DEFINITIONS[help].text : null,
    range: view.kind === "ready" ? rangeIn(view.data) : null,
  };
  return (
    <section
      aria-labelledby={title}
      aria-busy={view.kind === "loading"}
      className={clsx("min-w-0 rounded-xl border bg-surface shadow-card", className)}
    >
      <header className="flex min-h-11 items-center gap-1 px-4 pt-2.5 pb-1.5">
        <h2 id={title} className="min-w-0 text-sm font-medium">
          {question}
        </h2>
        {help && <HelpCard id={help} n={counted} pages={pages} />}
        {counted && <span className="ml-1 hidden text-xs text-ink-3 sm:inline">{counted}</span>}
        <div className="ml-auto flex shrink-0 items-center gap-1">{view.kind === "ready" && actions?.(view.data)}</div>
      </header>
      <div className={flush ? "" : "px-4 pb-4"}>
        <FigureFactsContext value={facts}>
          <PanelBody view={view} height={height} inset={flush === true}>
            {children}
          </PanelBody>
        </FigureFactsContext>
      </div>
    </section>
  );
}

/** The answers about a range carry it. */
function rangeIn(data: unknown): Range | null {
  return Range.safeParse((data as { range?: unknown } | null)?.range).data ?? null;
}

type BodyProps<T> = { view: View<T>; height?: number; inset?: boolean; children: (data: T) => ReactNode };

/** The states alone, for panels that bring their own frame. One panel's failure leaves the others alone. */
export function PanelBody<T>({ view, height = 160, inset, children }: BodyProps<T>) {
  const pad = inset ? "px-4 pb-4" : "";
  switch (view.kind) {
    case "loading":
      return (
        <div className={pad}>
          <p className="sr-only">Loading</p>
          <div className="skeleton w-full" style={{ height }} />
        </div>
      );
    case "ready":
      return (
        <ErrorBoundary
          fallbackRender={({ error, resetErrorBoundary }) => (
            <div className={pad}>
              <Failed problem={asProblem(error)} retry={resetErrorBoundary} />
            </div>
          )}
        >
          <Ready data={view.data}>{children}</Ready>
        </ErrorBoundary>
      );
    case "empty":
      return (
        <div className={clsx("py-4", pad)}>
          <p className="max-w-prose text-ink-2">{view.why}</p>
          {view.next && <Steps steps={[view.next]} />}
        </div>
      );
    case "nothing-in-range":
      return (
        <div className={clsx("py-4", pad)}>
          <p className="max-w-prose text-ink-2">{view.why}</p>
          <Steps steps={view.next} />
        </div>
      );
    case "error":
      return (
        <div className={pad}>
          <Failed problem={view.problem} retry={view.retry} />
        </div>
      );
    case "not-allowed":
      return (
        <div className={clsx("flex items-start gap-2 py-4 text-ink-2", pad)}>
          <Lock className="mt-0.5 size-4 shrink-0 text-ink-3" aria-hidden />
          <p className="max-w-prose">Not shown: {view.rule}</p>
        </div>
      );
  }
}

// A component of its own, so that what it throws is caught by the boundary above it.
function Ready<T>({ data, children }: { data: T; children: (data: T) => ReactNode }) {
  return children(data);
}

function Steps({ steps }: { steps: readonly NextStep[] }) {
  if (steps.length === 0) return null;
  return (
    <p className="mt-3 flex flex-wrap gap-2">
      {steps.map(({ label, href }) => (
        <Link key={label} href={href} className={buttonClass("plain", "small")}>
          {label}
        </Link>
      ))}
    </p>
  );
}

function Failed({ problem, retry }: { problem: Problem; retry: () => void }) {
  return (
    <div role="alert" className="flex items-start gap-2.5 py-4">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-ink-2" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{problem.title}</p>
        {problem.detail && problem.detail !== problem.title && (
          <p className="mt-0.5 max-w-prose break-words text-ink-2">{problem.detail}</p>
        )}
        {problem.requestId && (
          <p className="mt-1 font-mono text-2xs break-all text-ink-3">Request {problem.requestId}</p>
        )}
        <Button size="small" className="mt-3" onClick={retry}>
          Try again
        </Button>
      </div>
    </div>
  );
}
