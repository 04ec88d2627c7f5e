"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import ExternalLink from "lucide-react/icons/external-link";
import Link from "next/link";
import { ListMenu } from "@/components/export/list-menu";
import { formatDuration } from "@/components/format/duration";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { EventTimeline } from "@/components/verdict/event-timeline";
import { FindingList } from "@/components/verdict/finding-list";
import { REASON_WORDS } from "@/components/verdict/reason-words";
import { TitleTemplate } from "@/components/verdict/title-template";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import { VerdictControl } from "@/components/verdict/verdict-control";
import type { PageDetail } from "@/lib/contract/page";
import { type Explained, ExplainPanel } from "./explain-panel";
import { NotificationsPanel } from "./notifications-panel";
import { eventColumns } from "./page-columns";
import { PagePrediction } from "./page-prediction";
import { Panel, PanelBody } from "./panel";
import { PersonVerdict } from "./person-verdict";
import { TWO_COLUMNS } from "./two-columns";
import { mapView, type View } from "./view";
import { VoteSum } from "./vote-sum";
import { VotesPanel } from "./votes-panel";

type Props = { id: string; view: View<PageDetail>; zone: string; filter: LinkParams };

export function PagePanels({ id, view, zone, filter }: Props) {
  return (
    <div className="space-y-5">
      <Link
        href={hrefTo("/pages", filter)}
        className="inline-flex items-center gap-1.5 text-xs text-ink-2 hover:text-ink"
      >
        <ArrowLeft className="size-3.5" aria-hidden />
        All pages
      </Link>
      <header>
        <PanelBody view={view} height={64}>
          {(detail) => <Title detail={detail} zone={zone} filter={filter} />}
        </PanelBody>
      </header>
      {(view.kind === "loading" || view.kind === "ready") && (
        <div className={TWO_COLUMNS.both}>
          <div className={TWO_COLUMNS.one}>
            <div className="order-1">
              <VerdictPanel view={view} zone={zone} />
            </div>
            <div className="order-3">
              <ExplainPanel view={mapView(view, (detail) => explained(detail, filter))} zone={zone} filter={filter} />
            </div>
            <div className="order-4">
              <Panel
                question="What happened?"
                view={view}
                height={320}
                n={({ events }) => formatCounted(events.length, "event", "events")}
                actions={({ events }) => (
                  <ListMenu title="Events of a page" range={null} table={() => eventColumns(events)} />
                )}
              >
                {({ events, page }) => <EventTimeline events={events} openedAt={page.triggeredAt} zone={zone} />}
              </Panel>
            </div>
          </div>
          <div className={TWO_COLUMNS.one}>
            <div className="order-2">
              <Panel question="What do you say?" view={view} height={120}>
                {({ page, inferred, personVerdict }) => (
                  <VerdictControl
                    pages={hrefTo("/pages", filter, { signature: page.signatureId })}
                    url={`/api/pages/${encodeURIComponent(id)}/verdict`}
                    what="this page"
                    given={personVerdict}
                    suggested={inferred}
                  />
                )}
              </Panel>
            </div>
            <div className="order-5">
              <NotificationsPanel view={view} />
            </div>
            <div className="order-6">
              <Panel question="What do the detectors say?" help="findings" view={view} height={120}>
                {({ findings }) => <FindingList findings={findings} zone={zone} filter={filter} />}
              </Panel>
            </div>
            <div className="order-7">
              <VotesPanel view={view} />
            </div>
          </div>
        </div>
      )}
    </div>
  );
}

function Title({
  detail: { page, signatureTitle, link, policy, raisedBy },
  zone,
  filter,
}: {
  detail: PageDetail;
  zone: string;
  filter: LinkParams;
}) {
  const facts = [
    page.number && `number ${page.number}`,
    page.urgency && `${page.urgency} urgency`,
    page.priority,
    policy && `policy ${policy}`,
    `raised by ${raisedBy === "unknown" ? "an unknown actor" : raisedBy === "person" ? "a person" : "automation"}`,
  ];
  return (
    <>
      <p className="text-xs text-ink-3">{[page.provider, page.service, page.team].filter(Boolean).join(" · ")}</p>
      <h1 className="mt-1 max-w-4xl text-[1.375rem] leading-8 font-medium tracking-tight [overflow-wrap:anywhere]">
        {page.title ?? "A page without a title"}
      </h1>
      <p className="mt-1 text-ink-2">
        Opened {formatExact(page.triggeredAt, zone)} {zone.replaceAll("_", " ")}
        {page.endedAt &&
          `, open for ${formatDuration((Date.parse(page.endedAt) - Date.parse(page.triggeredAt)) / 1000)}`}
        {page.endedBy === "still-open" && ", still open"}
        {!page.endedAt && page.endedBy !== "still-open" && ", closed at a time that is not known"}
      </p>
      <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-3">
        {facts.filter(Boolean).map((fact) => (
          <span key={String(fact)}>{fact}</span>
        ))}
        {link && (
          <a
            href={link}
            rel="noreferrer noopener"
            target="_blank"
            className="inline-flex items-center gap-1 text-ink-2 underline underline-offset-3 hover:text-ink"
          >
            at {page.provider}
            <ExternalLink className="size-3" aria-hidden />
            <span className="sr-only">, opens a new tab</span>
          </a>
        )}
      </p>
      <p className="mt-2 text-xs">
        <span className="text-ink-3">Signature </span>
        <Link
          href={hrefTo(`/signatures/${page.signatureId}`, filter)}
          className="font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
        >
          <TitleTemplate title={signatureTitle} />
        </Link>
      </p>
    </>
  );
}

function explained({ page, inferred, findings, taught }: PageDetail, filter: LinkParams): Explained | null {
  const alertPages = hrefTo("/pages", filter, { signature: page.signatureId });
  return (
    inferred && { ...inferred, findings, of: null, alertPages, sum: <VoteSum inferred={inferred} taught={taught} /> }
  );
}

const DECIDED_BY: Record<string, string> = {
  "action-evidence": "strong evidence that a person acted",
  votes: "the weighing of votes",
  "too-little-known": "too little is known",
};

function VerdictPanel({ view, zone }: { view: View<PageDetail>; zone: string }) {
  return (
    <Panel question="Was it worth a page?" help="verdict" view={view} height={150}>
      {({ page, inferred, personVerdict, signatureVerdict }) => (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <VerdictBadge verdict={page.verdict} byPerson={page.origin === "person"} className="text-lg font-medium" />
            {page.reason && (
              <span className="text-ink-2">
                {page.reason}: {REASON_WORDS[page.reason]}
              </span>
            )}
          </p>
          {!inferred && <p className="mt-2 text-ink-2">It waits to be judged; this takes a moment after an import.</p>}
          <div className="mt-4 grid gap-4 sm:grid-cols-2">
            {inferred && (
              <div>
                <h3 className="mb-1 text-xs text-ink-3">Inferred</h3>
                <p className="flex flex-wrap gap-x-2">
                  <VerdictBadge verdict={inferred.verdict} className="font-medium" />
                  <span className="text-ink-2">{formatPercent(inferred.probability)} actionable</span>
                </p>
                <p className="mt-0.5 text-xs text-ink-3">
                  by {DECIDED_BY[inferred.decidedBy] ?? inferred.decidedBy}, classifier v{inferred.classifierVersion}
                </p>
              </div>
            )}
            <div>
              <h3 className="mb-1 text-xs text-ink-3">By a person</h3>
              {personVerdict ? (
                <PersonVerdict given={personVerdict} zone={zone} />
              ) : signatureVerdict ? (
                <>
                  <PersonVerdict given={signatureVerdict} zone={zone} />
                  <p className="mt-0.5 text-xs text-ink-3">
                    given to its signature
                    {signatureVerdict.until && `, until ${formatExact(signatureVerdict.until, zone)}`}
                  </p>
                </>
              ) : (
                <p className="text-ink-2">Nobody has judged it.</p>
              )}
            </div>
          </div>
          <PagePrediction id={page.id} />
          {page.interruptions.total > 0 && (
            <p className="mt-4 text-xs text-ink-3">
              {formatCounted(page.interruptions.total, "interruption", "interruptions")}
              {hourWords(page.interruptions)}
            </p>
          )}
        </>
      )}
    </Panel>
  );
}

/** Nothing where no names are shown: the hour of one page tells who was woken. */
function hourWords({ sleep, off, business }: PageDetail["page"]["interruptions"]): string {
  if (sleep === null || off === null || business === null) return "";
  return `: ${formatCount(sleep)} in sleep, ${formatCount(off)} in off, ${formatCount(business)} in business hours`;
}
