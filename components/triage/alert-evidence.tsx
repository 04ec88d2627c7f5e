"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type FormEvent, type ReactNode, useId } from "react";
import { HOUR_WORD } from "@/components/charts/palette";
import { VerdictTrend } from "@/components/charts/verdict-trend";
import { LoopBadge } from "@/components/decision/loop-badge";
import { hrefTo, type LinkParams, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { Panel, PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { WITHHELD_RULE } from "@/components/panels/withheld-words";
import { signatureQuery } from "@/components/queries/signature";
import { Age } from "@/components/ui/age";
import { Button, buttonClass } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { Select } from "@/components/ui/select";
import { REASON_WORDS } from "@/components/verdict/reason-words";
import { TitleTemplate } from "@/components/verdict/title-template";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { Triage, TriageFilter, TriageItem } from "@/lib/contract/triage";
import type { Treatment } from "@/lib/model/treatment";
import { dueOn, type useTriageMoves } from "./use-triage-moves";

// Only where somebody asks for it: it is the largest part of the screen, and a replay of months on the server.
const WhatIfPanel = dynamic(() => import("@/components/what-if/what-if-panel").then((module) => module.WhatIfPanel), {
  ssr: false,
});

type Props = {
  item: TriageItem;
  data: Triage;
  filter: TriageFilter;
  onOwner: (owner: TriageItem["owner"]) => void;
  move: ReturnType<typeof useTriageMoves>["move"];
  /** The what-if is open. */
  whatIf: { isOpen: boolean; onToggle: () => void; onChoose: (treatment: Treatment) => void };
};

/** Pages shown of an alert; all of them are a click away. */
const LAST_PAGES = 6;
/** What speaks against the verdict, the strongest. */
const AGAINST = 3;

/** All that is needed to decide about one alert. */
export function AlertEvidence({ item, data, filter, onOwner, move, whatIf }: Props) {
  const shared = sharedOf({ ...filter, compare: null });
  const view = viewOf(useQuery(signatureQuery(item.id, { ...filter, compare: "none" })));
  const pages = hrefTo("/pages", shared, { signature: item.id });
  return (
    <>
      <section aria-label="Evidence" className="rounded-xl border bg-surface px-4 py-3.5 shadow-card">
        <p className="text-xs text-ink-3">
          {[item.row.provider, item.row.service, item.row.team].filter(Boolean).join(" · ")}
        </p>
        <h2 className="mt-0.5 text-lg leading-6 font-medium tracking-tight [overflow-wrap:anywhere]">
          <Link href={hrefTo(`/signatures/${item.id}`, shared)} className="hover:underline underline-offset-4">
            <TitleTemplate title={item.row.title} />
          </Link>
        </h2>
        <p className="mt-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <VerdictBadge verdict={item.row.verdict} byPerson={item.row.byPerson} className="font-medium" />
          {item.row.reason && (
            <span className="text-ink-2">
              {item.row.reason}: {REASON_WORDS[item.row.reason]}
            </span>
          )}
        </p>
        <p className="mt-2 max-w-prose text-ink-2">
          {item.state === "hid-something-real" && <LoopBadge state={item.state} className="mr-1.5" />}
          {item.because} <span className="text-ink-3">Flagged </span>
          <span className="text-ink-3">
            <Age at={item.flaggedAt} zone={data.range.zone} />.
          </span>
        </p>
        <PainSum item={item} />
        <PanelBody view={view} height={96}>
          {(detail) => <Sentence detail={detail} filter={shared} />}
        </PanelBody>
        {data.canMove && <Facts item={item} data={data} onOwner={onOwner} move={move} />}
      </section>
      {whatIf.isOpen ? (
        <WhatIfPanel signatureId={item.id} range={data.range} {...(data.canMove && { onChoose: whatIf.onChoose })} />
      ) : (
        <Button onClick={whatIf.onToggle} aria-keyshortcuts="w" className="w-full">
          What if it paged otherwise?
          <kbd aria-hidden className="font-mono text-2xs font-normal text-ink-3 max-sm:hidden">
            w
          </kbd>
        </Button>
      )}
      <Panel question="When did it page?" help="trend" view={view} height={220} pages={pages}>
        {({ timeline, timelineUnit, range }) => (
          <VerdictTrend
            title={`Pages per ${timelineUnit} by verdict`}
            unit={timelineUnit}
            points={timeline}
            zone={range.zone}
            filter={{ ...shared, signature: item.id }}
            height={150}
          />
        )}
      </Panel>
      <Panel
        question="The last pages"
        help="pages"
        view={view}
        height={180}
        n={(detail) => `${Math.min(LAST_PAGES, detail.pages.length)} of ${formatCount(detail.row.pages)} in the range`}
        actions={() => (
          <Link href={pages} className={buttonClass("quiet", "small")}>
            All pages of it
          </Link>
        )}
      >
        {(detail) => <LastPages detail={detail} filter={shared} />}
      </Panel>
      <Notes item={item} zone={data.range.zone} canMove={data.canMove} move={move} />
    </>
  );
}

/** The pain with its parts: 9 sleep x 3 + 4 off x 2 = 35, x 97 % = 34. */
function PainSum({ item: { pain, row } }: { item: TriageItem }) {
  if (pain === null)
    return <p className="mt-2 text-sm text-ink-2">Pain is not shown: {WITHHELD_RULE[row.withheld ?? "small"]}</p>;
  const parts = pain.parts.filter(({ interruptions }) => interruptions > 0);
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-1.5 text-sm">
      <span className="font-medium">Pain {formatCount(Math.round(pain.value))}</span>
      <span className="text-ink-2">
        {parts.length === 0
          ? "= no interruption in this range"
          : `= (${parts.map(({ hours, interruptions, weight }) => `${formatCount(interruptions)} ${HOUR_WORD[hours]} × ${weight}`).join(" + ")}) × ${formatPercent(pain.noiseProbability)} noise`}
      </span>
      <HelpCard id="triage-pain" />
    </p>
  );
}

function Sentence({ detail, filter }: { detail: SignatureDetail; filter: LinkParams }) {
  const { sentence, against, row, latestJudged, wouldChange } = detail;
  return (
    <div className="mt-3 space-y-2.5 border-t pt-3">
      <p className="max-w-prose">{sentence}</p>
      <p className="text-xs text-ink-2">
        Noise share {formatPercent(row.noiseShare.value)}
        {formatInterval(row.noiseShare) ? ` (${formatInterval(row.noiseShare)})` : ""}, n ={" "}
        {formatCounted(row.noiseShare.n, "judged page", "judged pages")}
      </p>
      {against.length > 0 && (
        <div>
          <h3 className="text-xs text-ink-3">What speaks against it</h3>
          <ul className="mt-0.5 list-disc space-y-0.5 pl-4 text-sm text-ink-2">
            {against.slice(0, AGAINST).map(({ why, pages }) => (
              <li key={why}>
                {why} <span className="text-ink-3">({formatCounted(pages, "page", "pages")})</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {wouldChange && latestJudged && (
        <p className="max-w-prose text-xs text-ink-2">
          Of the{" "}
          <Link href={hrefTo(`/pages/${latestJudged.id}`, filter)} className="underline underline-offset-2">
            latest page
          </Link>
          : {wouldChange}
        </p>
      )}
    </div>
  );
}

function LastPages({ detail: { pages, range }, filter }: { detail: SignatureDetail; filter: LinkParams }) {
  if (pages.length === 0) return <p className="text-ink-2">It did not page in {range.label}.</p>;
  return (
    <ul className="-mx-4 border-t">
      {pages.slice(0, LAST_PAGES).map((page) => (
        <li key={page.id} className="border-b last:border-b-0">
          <Link
            href={hrefTo(`/pages/${page.id}`, filter)}
            className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-hover"
          >
            <span className="tabular-nums">{formatDayTime(page.triggeredAt, range.zone)}</span>
            <VerdictBadge verdict={page.verdict} byPerson={page.origin === "person"} className="text-xs" />
            {page.reason && <span className="text-xs text-ink-2">{page.reason}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Facts({ item, data, onOwner, move }: Pick<Props, "item" | "data" | "onOwner" | "move">) {
  const ids = [useId(), useId()];
  const { owner } = item;
  const isListed = owner === null || data.people.some(({ id }) => id === owner.id);
  return (
    <div className="mt-3 flex flex-wrap items-end gap-3 border-t pt-3">
      <Labelled id={ids[0]} label="Who sees to it">
        <Select
          id={ids[0]}
          value={owner?.id ?? ""}
          onChange={({ target }) => onOwner(data.people.find(({ id }) => id === target.value) ?? null)}
        >
          <option value="">nobody yet</option>
          {!isListed && owner && <option value={owner.id}>{owner.name ?? "somebody you may not see by name"}</option>}
          {data.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === data.selfId ? `${name} (you)` : name}
            </option>
          ))}
        </Select>
      </Labelled>
      <Labelled id={ids[1]} label={item.isOverdue ? "Decision overdue since" : "Decision due"}>
        <input
          id={ids[1]}
          type="date"
          value={item.dueDate ?? ""}
          onChange={({ target }) => {
            const date = target.value || null;
            const said = date ? `${item.row.title}: due ${date}` : `${item.row.title}: no due date`;
            void move({ kind: "due", signatures: [item.id], date }, said, dueOn(date));
          }}
          className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm pointer-coarse:h-11"
        />
      </Labelled>
    </div>
  );
}

function Labelled({ id, label, children }: { id: string | undefined; label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-xs text-ink-2">
        {label}
      </label>
      {children}
    </div>
  );
}

type NotesProps = Pick<Props, "item" | "move"> & { zone: string; canMove: boolean };

function Notes({ item, zone, canMove, move }: NotesProps) {
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = form.elements.namedItem("text");
    const text = field instanceof HTMLInputElement ? field.value.trim() : "";
    if (!text) return;
    void move({ kind: "note", signatures: [item.id], text }, `Note on ${item.row.title}`);
    form.reset();
    document.getElementById(`triage-row-${item.id}`)?.focus({ preventScroll: true });
  };
  return (
    <section aria-label="Notes" className="rounded-xl border bg-surface px-4 py-3 shadow-card">
      <h2 className="text-sm font-medium">Notes</h2>
      {item.notes.length > 0 && (
        <ul className="mt-2 space-y-2">
          {item.notes.map(({ id, by, at, text }) => (
            <li key={id}>
              <p className="text-xs text-ink-3">
                {by}, <Age at={at} zone={zone} />
              </p>
              <p className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
            </li>
          ))}
        </ul>
      )}
      {canMove && (
        <form onSubmit={add} className="mt-2 flex flex-wrap items-start gap-2">
          <label htmlFor="triage-note" className="sr-only">
            Note
          </label>
          <input
            id="triage-note"
            name="text"
            maxLength={2_000}
            placeholder="What should the next one know?"
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              document.getElementById(`triage-row-${item.id}`)?.focus({ preventScroll: true });
            }}
            className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 pointer-coarse:h-11"
          />
          <Button type="submit">Add</Button>
        </form>
      )}
    </section>
  );
}
