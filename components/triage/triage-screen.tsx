"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import ArrowLeft from "lucide-react/icons/arrow-left";
import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { useKeys } from "@/components/frame/use-keys";
import { PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { send } from "@/components/queries/fetch-json";
import { triageQuery } from "@/components/queries/triage";
import { Button, buttonClass } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { notify } from "@/components/ui/notify";
import type { Said } from "@/components/verdict/taps";
import type { Triage, TriageFilter, TriageItem } from "@/lib/contract/triage";
import type { DecisionKind } from "@/lib/model/decision";
import { groupBy } from "@/lib/model/group-by";
import type { Treatment, TreatmentKind } from "@/lib/model/treatment";
import { AlertEvidence } from "./alert-evidence";
import { PutOffList } from "./put-off-list";
import { QueueList } from "./queue-list";
import { type Asking, DECIDE_KEYS, REASON_KEYS } from "./reason-keys";
import { TriageActions } from "./triage-actions";
import { triageColumns } from "./triage-columns";
import { useQueue } from "./use-queue";
import { namesOf, owned, putOff, useTriageMoves } from "./use-triage-moves";

// Only where somebody opens it.
const DecisionForm = dynamic(
  () => import("@/components/decision/decision-form").then((module) => module.DecisionForm),
  {
    ssr: false,
  },
);

/** Where no other time is chosen, "later" is a week: the next triage. */
const LATER_DAYS = 7;

/** What a team decides by a treatment that it tried out. */
const KIND_OF: Record<TreatmentKind, DecisionKind> = {
  hold: "tune",
  merge: "tune",
  "hold-and-merge": "tune",
  window: "tune",
  ticket: "reroute",
  drop: "silence",
};

export function TriageScreen({ filter }: { filter: TriageFilter }) {
  return <TriagePanels view={viewOf(useQuery(triageQuery(filter)))} filter={filter} />;
}

type Props = { view: View<Triage>; filter: TriageFilter };

export function TriagePanels({ view, filter }: Props) {
  return (
    <div className="space-y-4">
      <header>
        <p className="text-xs text-ink-3">
          {view.kind === "ready" ? `${view.data.range.label} · ${view.data.range.zone.replaceAll("_", " ")}` : "\u00a0"}
        </p>
        <h1 className="mt-1 flex flex-wrap items-baseline gap-x-3 text-[1.375rem] leading-8 font-medium tracking-tight">
          What wants a decision?
          {view.kind === "ready" && <Progress data={view.data} />}
          <HelpCard id="triage" className="self-center" />
          <span className="ml-auto flex self-center">
            <Link href={hrefTo("/triage/best-set", sharedOf(filter))} className={buttonClass("quiet", "small")}>
              Best set
            </Link>
            <Link href={"/triage/shift" as Route} className={buttonClass("quiet", "small")}>
              My shift
            </Link>
          </span>
        </h1>
      </header>
      <PanelBody view={view} height={520}>
        {(data) => <Queue data={data} filter={filter} />}
      </PanelBody>
    </div>
  );
}

function Progress({ data: { items, later, leftToday } }: { data: Triage }) {
  const waiting = [...items, ...later];
  const handled = leftToday + waiting.filter(({ isHandledToday }) => isHandledToday).length;
  const all = leftToday + waiting.length;
  if (all === 0) return null;
  return (
    <span className="text-sm font-normal tracking-normal text-ink-3">
      <span className="font-medium text-ink-2">
        {formatCount(handled)} of {formatCount(all)}
      </span>{" "}
      seen to today
    </span>
  );
}

function Queue({ data, filter }: { data: Triage; filter: TriageFilter }) {
  const { later, range, selfId, people, canMove } = data;
  const router = useRouter();
  const { params, changeHere } = useFilterUrl();
  const { only } = params;
  const items = useMemo(() => narrowed(data.items, only), [data.items, only]);
  const queue = useQueue(items, params.signature);
  const moves = useTriageMoves();
  const [asking, setAsking] = useState<Asking | null>(null);
  // On a phone the list gives way to the alert.
  const [isOpen, setOpen] = useState(params.signature !== null);
  const [isWhatIf, setWhatIf] = useState(false);
  const [form, setForm] = useState<{ id: string; kind: DecisionKind; treatment?: Treatment } | null>(null);
  const shared = sharedOf({ ...filter, compare: null });
  const item = items.find(({ id }) => id === queue.here) ?? null;
  const { aimed } = queue;
  const ids = aimed.map(({ id }) => id);
  const self = people.find(({ id }) => id === selfId) ?? null;

  const { here } = queue;
  useEffect(() => {
    if (isOpen && here !== null && !window.matchMedia("(min-width: 64rem)").matches) window.scrollTo({ top: 0 });
  }, [isOpen, here]);

  const judge = (said: Said) => {
    setAsking(null);
    if (ids.length === 0) return;
    void moves.judge(ids, namesOf(aimed), said);
    queue.goOn([]);
  };
  const accept = () => {
    const [only] = aimed;
    if (aimed.length > 1) return acceptEach();
    if (only?.suggestion) judge(only.suggestion);
  };
  /** Of several each its own suggestion: those that agree are one gesture. */
  const acceptEach = () => {
    const groups = groupBy(
      aimed.filter(({ suggestion }) => suggestion !== null),
      ({ suggestion }) => `${suggestion?.verdict} ${suggestion?.reason}`,
    );
    for (const group of groups.values()) {
      const said = group[0]?.suggestion;
      if (said)
        void moves.judge(
          group.map(({ id }) => id),
          namesOf(group),
          said,
        );
    }
    queue.goOn([]);
  };
  const claim = (owner: TriageItem["owner"] | "me") => {
    if (ids.length === 0) return;
    const who = owner === "me" ? (selfId === null ? null : { id: selfId, name: self?.name ?? null }) : owner;
    const said = who
      ? `${namesOf(aimed)}: ${owner === "me" ? "yours" : `given to ${who.name ?? "somebody"}`}`
      : `${namesOf(aimed)}: given to nobody`;
    void moves.move(
      { kind: "claim", signatures: ids, owner: owner === "me" ? "me" : (who?.id ?? null) },
      said,
      owned(who),
    );
    queue.goOn([]);
  };
  const decide = (kind: DecisionKind) => {
    setAsking(null);
    if (ids.length === 0) return;
    const done = DECIDE_KEYS.find((one) => one.kind === kind)?.done ?? kind;
    queue.goOn(ids);
    void moves.decide(ids, namesOf(aimed), { kind }, done);
  };
  /** By a key with what is filled in; by a button one may change that first, of one alert. */
  const decideByHand = (kind: DecisionKind) => {
    setAsking(null);
    if (aimed.length > 1) return decide(kind);
    if (item) setForm({ id: item.id, kind });
  };
  const leaveForm = () => {
    setForm(null);
    queue.go(here);
  };
  const snooze = (days: number) => {
    if (ids.length === 0) return;
    const said = `${namesOf(aimed)}: back in ${formatCounted(days, "day", "days")}`;
    queue.goOn(ids);
    void moves.move({ kind: "snooze", signatures: ids, days }, said, putOff);
  };
  const ask = (question: Asking) => ids.length > 0 && setAsking(question);
  /** Who has used no key here yet has the focus nowhere. */
  const askByKey = (question: Asking) => {
    ask(question);
    queue.go(here);
  };
  useKeys(
    canMove
      ? {
          y: accept,
          "1": () => askByKey("actionable"),
          "2": () => askByKey("noise"),
          "3": () => judge({ verdict: "unclear", reason: null }),
          d: () => askByKey("decide"),
          a: () => claim("me"),
          h: () => snooze(LATER_DAYS),
          c: () => document.getElementById("triage-note")?.focus(),
          w: () => setWhatIf((before) => !before),
          o: () => item && router.push(hrefTo(`/signatures/${item.id}`, shared)),
        }
      : {},
  );
  useKeys(answersTo(asking, { judge, decide, cancel: () => setAsking(null) }), { first: true });

  if (items.length === 0)
    return (
      <>
        <Empty data={data} filter={filter} />
        <PutOffList items={later} zone={range.zone} moves={moves} />
        <Spoken words={moves.status} />
      </>
    );
  return (
    <>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,25rem)_minmax(0,1fr)]">
        <div className={clsx("space-y-4 lg:sticky lg:top-[4.5rem]", isOpen && "max-lg:hidden")}>
          <section
            aria-label="Queue"
            className="overflow-hidden rounded-xl border bg-surface shadow-card lg:max-h-[calc(100dvh-9rem)] lg:overflow-y-auto"
          >
            <p className="flex min-h-9 items-center gap-2 border-b px-4 text-xs text-ink-3">
              {queue.chosen.size > 0 ? (
                <>
                  <span className="font-medium text-ink">
                    {formatCounted(queue.chosen.size, "alert", "alerts")} chosen
                  </span>
                  <Button size="small" look="quiet" onClick={queue.clear}>
                    Clear
                  </Button>
                </>
              ) : (
                <>
                  {formatCounted(items.length, "alert", "alerts")}, most pain first
                  <HelpCard id="triage-pain" />
                  {items.length < data.items.length && (
                    <Button size="small" look="quiet" onClick={() => changeHere({ only: null })}>
                      Show all {formatCount(data.items.length)}
                    </Button>
                  )}
                  <span className="ml-auto">
                    <TableMenu
                      title="Triage queue"
                      range={range}
                      shown={() => triageColumns(items)}
                      all={{ table: () => triageColumns([...data.items, ...later]) }}
                    />
                  </span>
                </>
              )}
            </p>
            <QueueList
              items={items}
              zone={range.zone}
              here={queue.here}
              chosen={queue.chosen}
              onGo={(id) => {
                queue.go(id);
                setOpen(true);
              }}
              onChoose={queue.choose}
            />
          </section>
          <PutOffList items={later} zone={range.zone} moves={moves} />
        </div>
        {item && (
          <div className={clsx("flex min-w-0 flex-col gap-4", !isOpen && "max-lg:hidden")}>
            <button
              type="button"
              onClick={() => setOpen(false)}
              className="inline-flex items-center gap-1.5 text-xs text-ink-2 hover:text-ink lg:hidden pointer-coarse:min-h-11"
            >
              <ArrowLeft className="size-3.5" aria-hidden />
              The queue, {formatCounted(items.length, "alert", "alerts")}
            </button>
            {canMove && (
              <TriageActions
                aimed={aimed}
                asking={asking}
                isAside={form?.id === item.id}
                onAsk={(verdict) => setAsking((before) => (before === verdict ? null : verdict))}
                onAccept={accept}
                onJudge={judge}
                onClaim={() => claim("me")}
                onLater={() => snooze(LATER_DAYS)}
                onDecide={decideByHand}
              />
            )}
            {form && form.id === item.id && (
              <section aria-label="Decision" className="rounded-xl border bg-surface px-4 py-3.5 shadow-card">
                <DecisionForm signatureId={item.id} kind={form.kind} treatment={form.treatment} onDone={leaveForm} />
              </section>
            )}
            <AlertEvidence
              key={item.id}
              item={item}
              data={data}
              filter={filter}
              onOwner={claim}
              move={moves.move}
              whatIf={{
                isOpen: isWhatIf,
                onToggle: () => setWhatIf(true),
                onChoose: (treatment) => item && setForm({ id: item.id, kind: KIND_OF[treatment.kind], treatment }),
              }}
            />
          </div>
        )}
      </div>
      <Spoken words={moves.status} />
    </>
  );
}

/** Those chosen on Noise. Once all of them are decided about, the whole queue is there again. */
function narrowed(items: readonly TriageItem[], only: string | null): readonly TriageItem[] {
  if (only === null) return items;
  const wanted = new Set(only.split(","));
  const those = items.filter(({ id }) => wanted.has(id));
  return those.length > 0 ? those : items;
}

type Answers = { judge: (said: Said) => void; decide: (kind: DecisionKind) => void; cancel: () => void };

/** The letters that answer the question at hand. */
function answersTo(asking: Asking | null, { judge, decide, cancel }: Answers): Record<string, () => void> {
  if (asking === null) return NO_KEYS;
  const keys: Record<string, () => void> = { Escape: cancel };
  if (asking === "decide") for (const { key, kind } of DECIDE_KEYS) keys[key] = () => decide(kind);
  else for (const { key, said } of REASON_KEYS[asking]) keys[key] = () => judge(said);
  return keys;
}

const NO_KEYS = {};

function Spoken({ words }: { words: string }) {
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}

function CheckButton() {
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: () => send<{ flagged: number }>("POST", "/api/triage/check"),
    onSuccess: async ({ flagged }) => {
      await queries.invalidateQueries({ queryKey: ["triage"] });
      notify(flagged === 0 ? "Looked through: nothing new" : `Flagged ${formatCounted(flagged, "alert", "alerts")}`);
    },
    onError: (error) => notify(`They could not be looked through. ${error.message}`),
  });
  return (
    <Button look="primary" disabled={check.isPending} onClick={() => check.mutate()}>
      {check.isPending ? "Looking through them" : "Look through them now"}
    </Button>
  );
}

/** A good state. */
function Empty({ data: { later, leftToday, nextCheckAt, range }, filter }: { data: Triage; filter: TriageFilter }) {
  const isNarrowed = Boolean(filter.team || filter.service || filter.urgency);
  return (
    <section className="rounded-xl border bg-surface px-6 py-10 text-center shadow-card">
      <h2 id="triage-empty" tabIndex={-1} className="text-lg font-medium outline-none">
        Nothing flagged{isNarrowed ? " here" : ""}.
      </h2>
      <p className="mx-auto mt-1.5 max-w-prose text-ink-2">
        {leftToday > 0 && `${formatCounted(leftToday, "alert", "alerts")} left the queue today. `}
        {later.length > 0 && `${formatCounted(later.length, "alert is", "alerts are")} put off. `}
        {nextCheckAt
          ? `Next check ${formatDayTime(nextCheckAt, range.zone)} at the latest, and whenever pages were judged.`
          : "The alerts have not been looked through yet; that takes a minute after the start."}
      </p>
      <p className="mt-4 flex flex-wrap justify-center gap-2">
        <CheckButton />
        {isNarrowed && (
          <Link href={hrefTo("/triage", { tz: filter.tz })} className={buttonClass("plain")}>
            Show all teams
          </Link>
        )}
        <Link href={hrefTo("/noise", sharedOf(filter))} className={buttonClass("plain")}>
          All alerts by pain
        </Link>
      </p>
    </section>
  );
}
