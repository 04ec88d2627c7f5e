"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import Check from "lucide-react/icons/check";
import Link from "next/link";
import { useState } from "react";
import { VERDICT_FILL } from "@/components/charts/palette";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { NobodyLinked } from "@/components/panels/nobody-linked";
import { PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { send } from "@/components/queries/fetch-json";
import { shiftQuery } from "@/components/queries/triage";
import { Button, buttonClass } from "@/components/ui/button";
import { type Said, wordsOf } from "@/components/verdict/taps";
import { TitleTemplate } from "@/components/verdict/title-template";
import { useGestures } from "@/components/verdict/use-gestures";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { MyShift, ShiftPage } from "@/lib/contract/shift";
import type { MadeGesture } from "@/lib/contract/verdict";
import { VERDICTS } from "@/lib/model/verdict";

export function ShiftScreen() {
  return <ShiftPanels view={viewOf(useQuery(shiftQuery))} />;
}

function ShiftPanels({ view }: { view: View<MyShift> }) {
  if (view.kind === "ready" && view.data.known === "not-linked") return <NobodyLinked />;
  return (
    <div className="mx-auto max-w-2xl space-y-4">
      {view.kind === "ready" ? <Head shift={view.data} /> : <h1 className="sr-only">My shift</h1>}
      <PanelBody view={view} height={420}>
        {(shift) => (shift.groups.length === 0 ? <Nothing shift={shift} /> : <Groups shift={shift} />)}
      </PanelBody>
    </div>
  );
}

function Head({ shift }: { shift: MyShift }) {
  const { groups, from, to, zone, schedule, known, isRunning } = shift;
  const pages = groups.flatMap((group) => group.pages);
  const judged = pages.filter(({ byPerson }) => byPerson).length;
  return (
    <header>
      <p className="text-xs text-ink-3">
        {from &&
          to &&
          `${formatDayTime(from, zone)} – ${isRunning ? "now" : formatDayTime(to, zone)} · ${zone.replaceAll("_", " ")}`}
      </p>
      <h1 className="mt-1 flex flex-wrap items-baseline gap-x-3 text-[1.375rem] leading-8 font-medium tracking-tight">
        My shift
        {pages.length > 0 && (
          <span className="text-sm font-normal tracking-normal text-ink-3">
            <span className="font-medium text-ink-2">
              {formatCount(judged)} of {formatCount(pages.length)}
            </span>{" "}
            pages judged
          </span>
        )}
      </h1>
      <p className="mt-0.5 text-sm text-ink-2">
        {known === "shift" &&
          `${isRunning ? "Your shift that runs" : "Your last shift"}${schedule ? `, ${schedule}` : ""}: the pages that rang you.`}
        {known === "last-pages" &&
          "No schedule tells of a shift of yours: these are the 12 hours up to your last page."}
      </p>
    </header>
  );
}

function Nothing({ shift: { known } }: { shift: MyShift }) {
  return (
    <section className="rounded-xl border bg-surface px-6 py-10 text-center shadow-card">
      <p className="text-lg font-medium">
        {known === "nothing" ? "No page has ever rung you." : "A quiet shift: no page rang you."}
      </p>
      <p className="mt-4">
        <Link href={hrefTo("/triage")} className={buttonClass("plain")}>
          Open triage
        </Link>
      </p>
    </section>
  );
}

type Group = MyShift["groups"][number];

function Groups({ shift: { groups, zone } }: { shift: MyShift }) {
  const { pending, status, make } = useGestures();
  const judge = (pages: readonly ShiftPage[], title: string, said: Said) =>
    make({
      run: () =>
        send<MadeGesture>("POST", "/api/verdicts", {
          ...said,
          on: { pages: pages.map(({ id }) => id) },
          judged: "replace",
        }),
      said: `${pages.length === 1 ? title : `${formatCounted(pages.length, "page", "pages")} of ${title}`}: ${wordsOf(said)}`,
    });
  return (
    <>
      <ul className="space-y-3">
        {groups.map((group) => (
          <GroupCard key={group.id} group={group} zone={zone} disabled={pending} onJudge={judge} />
        ))}
      </ul>
      <p aria-live="polite" className="sr-only">
        {status}
      </p>
    </>
  );
}

type Judge = (pages: readonly ShiftPage[], title: string, said: Said) => void;
type CardProps = { group: Group; zone: string; disabled: boolean; onJudge: Judge };

/** The same alert again and again is judged at once; each page for itself where that is not so. */
function GroupCard({ group, zone, disabled, onJudge }: CardProps) {
  const { id, title, service, pages, suggestion } = group;
  const [isSplit, setSplit] = useState(false);
  const [first] = pages;
  const last = pages.at(-1);
  const given = wordOn(pages);
  return (
    <li className="rounded-xl border bg-surface px-4 py-3.5 shadow-card">
      <p className="text-xs text-ink-3">
        {[service, pages.length > 1 ? formatCounted(pages.length, "page", "pages") : null].filter(Boolean).join(" · ")}
        {first && last && (
          <span>
            {service || pages.length > 1 ? " · " : ""}
            {pages.length > 1
              ? `${formatDayTime(last.openedAt, zone)} to ${formatDayTime(first.openedAt, zone)}`
              : formatDayTime(first.openedAt, zone)}
          </span>
        )}
      </p>
      <h2 className="mt-0.5 font-medium [overflow-wrap:anywhere]">
        <Link
          href={hrefTo(pages.length === 1 && first ? `/pages/${first.id}` : `/signatures/${id}`)}
          className="hover:underline underline-offset-4"
        >
          <TitleTemplate title={title} />
        </Link>
      </h2>
      {given ? (
        <p className="mt-1.5 flex items-center gap-2 text-sm">
          <Check className="size-4 text-ink-3" aria-hidden />
          <VerdictBadge verdict={given.verdict} byPerson />
          {given.reason && <span className="text-ink-2">{given.reason}</span>}
        </p>
      ) : (
        suggestion && <Suggestion group={group} disabled={disabled} onJudge={onJudge} />
      )}
      {!isSplit && <Taps pages={pages} title={title} disabled={disabled} onJudge={onJudge} />}
      {pages.length > 1 && (
        <>
          <button
            type="button"
            aria-expanded={isSplit}
            onClick={() => setSplit(!isSplit)}
            className="mt-1.5 text-xs text-ink-2 underline-offset-4 hover:underline pointer-coarse:min-h-11"
          >
            {isSplit ? "Judge them together" : "Judge them one by one"}
          </button>
          {isSplit && (
            <ul className="mt-1 space-y-3 border-t pt-3">
              {pages.map((page) => (
                <li key={page.id}>
                  <p className="flex flex-wrap items-center gap-x-3 text-sm">
                    <Link
                      href={hrefTo(`/pages/${page.id}`)}
                      className="tabular-nums underline-offset-4 hover:underline"
                    >
                      {formatDayTime(page.openedAt, zone)}
                    </Link>
                    <VerdictBadge verdict={page.verdict} byPerson={page.byPerson} className="text-xs" />
                    {page.reason && <span className="text-xs text-ink-2">{page.reason}</span>}
                  </p>
                  <Taps pages={[page]} title={title} disabled={disabled} onJudge={onJudge} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </li>
  );
}

/** What a person said of all of them, where it is the same of each. */
function wordOn(pages: readonly ShiftPage[]): Pick<ShiftPage, "verdict" | "reason"> | null {
  const [first] = pages;
  if (!first) return null;
  const isSame = ({ byPerson, verdict, reason }: ShiftPage) =>
    byPerson && verdict === first.verdict && reason === first.reason;
  return pages.every(isSame) ? first : null;
}

function Suggestion({ group: { suggestion, pages, title }, disabled, onJudge }: Omit<CardProps, "zone">) {
  if (!suggestion) return null;
  const open = pages.filter(({ byPerson }) => !byPerson);
  const { verdict, reason } = suggestion;
  return (
    <div className="mt-1.5 space-y-2">
      <p className="text-sm text-ink-2">{suggestion.sentence}</p>
      <Button
        look="primary"
        disabled={disabled}
        onClick={() => onJudge(open, title, { verdict, reason })}
        className="h-auto min-h-9 w-full whitespace-normal py-2 pointer-coarse:min-h-12"
      >
        <Swatch fill={VERDICT_FILL[verdict]} />
        Yes, {verdict}
        {reason ? `: ${reason}` : ""}
        {open.length > 1 ? `, all ${formatCount(open.length)}` : ""}
      </Button>
    </div>
  );
}

const TAP_WORDS = { actionable: "Actionable", noise: "Noise", unclear: "Unclear" } as const;

type TapsProps = { pages: readonly ShiftPage[]; title: string; disabled: boolean; onJudge: Judge };

function Taps({ pages, title, disabled, onJudge }: TapsProps) {
  const given = wordOn(pages);
  return (
    <fieldset disabled={disabled} className="mt-2 grid grid-cols-3 gap-2">
      <legend className="sr-only">Verdict on {pages.length === 1 ? title : `these ${pages.length} pages`}</legend>
      {VERDICTS.map((verdict) => (
        <button
          key={verdict}
          type="button"
          aria-pressed={given?.verdict === verdict}
          onClick={() => onJudge(pages, title, { verdict, reason: null })}
          className={clsx(
            "inline-flex min-h-9 items-center justify-center gap-2 rounded-md border text-sm font-medium pointer-coarse:min-h-12",
            given?.verdict === verdict ? "border-ink bg-hover" : "border-line-strong hover:bg-hover",
          )}
        >
          <Swatch fill={VERDICT_FILL[verdict]} />
          {TAP_WORDS[verdict]}
        </button>
      ))}
    </fieldset>
  );
}
