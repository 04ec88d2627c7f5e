"use client";

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import type { FindingView, PageRef, VoteView } from "@/lib/contract/page";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { Panel } from "./panel";
import type { View } from "./view";

export type Explained = {
  verdict: Verdict;
  reason: Reason | null;
  sentence: string;
  /** Of the whole verdict; `pages` where the votes are those of several. */
  against: readonly (VoteView & { pages?: number })[];
  wouldChange: string | null;
  usedPages: readonly PageRef[];
  findings: readonly FindingView[];
  /** Of a signature: the page that what would change and the pages used are told of. */
  of: PageRef | null;
  /** The list of all pages of its alert. */
  alertPages: Route;
  /** How the votes come to the probability, in numbers; null where no votes decided. */
  sum: ReactNode;
};

type Props = { view: View<Explained | null>; zone: string; filter: LinkParams };

/** What to check by hand: the numbers against their thresholds, what speaks against, what would change it, the pages used. */
export function ExplainPanel({ view, zone, filter }: Props) {
  return (
    <Panel question="Explain" help="explain" view={view} height={220}>
      {(explained) =>
        explained ? (
          <Explanation explained={explained} zone={zone} filter={filter} />
        ) : (
          <p className="text-ink-2">It waits to be judged; this takes a moment after an import.</p>
        )
      }
    </Panel>
  );
}

function Explanation({ explained, zone, filter }: { explained: Explained; zone: string; filter: LinkParams }) {
  const { reason, sentence, sum, against, wouldChange, usedPages, findings, of, alertPages } = explained;
  const behind = findings.filter(({ detector }) => detector === reason);
  const all = Math.max(0, ...behind.map(({ pages }) => pages));
  const more = usedPages.length === 0 ? 0 : all - usedPages.length - 1;
  return (
    <div className="space-y-3.5">
      <p className="max-w-prose text-[0.9375rem] leading-6">{sentence}</p>
      <Part title="The numbers and the thresholds they are held against">
        {behind.length === 0 && !sum && <p className="text-ink-2">No detector names a reason here.</p>}
        {behind.length > 0 && <Held findings={behind} />}
        {sum}
      </Part>
      <Part title="What speaks against it">
        {against.length === 0 ? (
          <p className="text-ink-2">
            {explained.verdict === "unclear" ? "It takes no side, so nothing does." : "Nothing that is known."}
          </p>
        ) : (
          <ul className="space-y-1">
            {against.map(({ family, why, weight, pages }) => (
              <li key={`${family} ${why}`} className="flex items-baseline justify-between gap-3">
                <span className="min-w-0">
                  {why}
                  {pages !== undefined && (
                    <span className="text-xs text-ink-3">, on {formatCounted(pages, "page", "pages")}</span>
                  )}
                </span>
                <span className="shrink-0 font-medium">{signed(weight)}</span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="What would change it">
        <p className="max-w-prose">{wouldChange ?? "Only the word of a person would."}</p>
        {of && (
          <p className="mt-0.5 text-xs text-ink-3">
            Worked out for its latest page, <PageLink page={of} zone={zone} filter={filter} />.
          </p>
        )}
      </Part>
      <Part title="Pages it rests on">
        {usedPages.length === 0 ? (
          <p className="text-ink-2">{of ? "That page alone." : "This page alone."}</p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
            {usedPages.map((page) => (
              <li key={page.id}>
                <PageLink page={page} zone={zone} filter={filter} />
              </li>
            ))}
          </ul>
        )}
        {more > 0 && (
          <p className="mt-0.5 text-xs text-ink-3">
            The nearest {formatCount(usedPages.length)} of {formatCount(all)}; more are listed with the finding.{" "}
            <Link
              href={alertPages}
              className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink"
            >
              All pages of this alert
            </Link>
          </p>
        )}
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 text-xs text-ink-3">{title}</h3>
      {children}
    </div>
  );
}

function Held({ findings }: { findings: readonly FindingView[] }) {
  return (
    <ul className="space-y-2">
      {findings.slice(0, 3).map(({ detector, claim, facts, thresholds }) => (
        <li key={claim}>
          <p className="[overflow-wrap:anywhere]">
            <span className="font-medium">{detector}</span> {claim}
          </p>
          <p className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-ink-3">
            {Object.entries(facts).map(([name, value]) => (
              <span key={name}>
                {words(name)} <span className="font-medium text-ink-2">{shown(value)}</span>
              </span>
            ))}
          </p>
          <p className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-xs text-ink-3">
            {Object.entries(thresholds).map(([name, value]) => (
              <span key={name}>
                threshold {words(name)} <span className="font-medium text-ink-2">{shown(value)}</span>
              </span>
            ))}
            {Object.keys(thresholds).length > 0 && (
              <Link
                href={`/settings/noise#${detector}` as Route}
                className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-3 hover:text-ink"
              >
                change <span className="sr-only">the thresholds of {detector}</span>
              </Link>
            )}
          </p>
        </li>
      ))}
      {findings.length > 3 && (
        <li className="text-xs text-ink-3">and {formatCount(findings.length - 3)} more of it among the findings</li>
      )}
    </ul>
  );
}

function PageLink({ page, zone, filter }: { page: PageRef; zone: string; filter: LinkParams }) {
  return (
    <Link
      href={hrefTo(`/pages/${page.id}`, filter)}
      title={page.title ?? undefined}
      className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-ink"
    >
      {formatDayTime(page.openedAt, zone)}
    </Link>
  );
}

/** "withinMinutes" -> "within minutes" */
function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

function shown(value: number | string): string {
  return typeof value === "number" ? formatCount(Number(value.toPrecision(4))) : value;
}

function signed(weight: number): string {
  return `${weight < 0 ? "−" : "+"}${Math.abs(weight).toFixed(2)}`;
}
