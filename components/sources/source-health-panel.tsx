"use client";

import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { ledgerHref, recordsHref } from "@/components/format/ledger-href";
import { formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { Age } from "@/components/ui/age";
import type { SourceView } from "@/lib/contract/source";
import type { Ledger } from "@/lib/contract/sources";
import { LedgerBar } from "./ledger-bar";
import { isAlarming, type SourceState, stateOf } from "./source-state";

/** How it is doing, in a sentence first, then today's ledger. */
export function SourceHealthPanel({ view, zone }: { view: View<SourceView>; zone: string }) {
  return (
    <Panel question="Is it well?" view={view} height={104}>
      {(source) => <Health source={source} zone={zone} />}
    </Panel>
  );
}

function Health({ source, zone }: { source: SourceView; zone: string }) {
  const { id, today, health, lastReceivedAt, lastEventAt, webhook } = source;
  const state = stateOf(source);
  const range = { source: id, from: "now/d", to: "now/d" };
  const hrefOf = (end: keyof Ledger): Route => recordsHref({ ...range, ...(end !== "received" && { outcome: end }) });
  return (
    <>
      <p
        className={clsx(
          "max-w-prose [overflow-wrap:anywhere]",
          isAlarming(state) && "rounded-lg bg-alarm px-3 py-2 text-alarm-ink",
        )}
      >
        {health.words && state !== "paused" ? health.words : sentenceOf(source, state)}
      </p>
      {health.failing && state === "failing" && <p className="mt-2 max-w-prose text-ink-2">{whatToDo(source)}</p>}
      <p className="mt-2 mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
        {webhook && <span>last delivery {lastReceivedAt ? <Age at={lastReceivedAt} zone={zone} /> : "none"}</span>}
        <span>last event {lastEventAt ? <Age at={lastEventAt} zone={zone} /> : "none"}</span>
        {today.waiting > 0 && (
          <span>
            <Link href={recordsHref({ ...range, outcome: "waiting" })} className="underline underline-offset-4">
              {formatCounted(today.waiting, "delivery waits", "deliveries wait")}
            </Link>{" "}
            to be read
          </span>
        )}
        {today.refused > 0 && (
          <Link href={ledgerHref(range)} className="text-alarm-ink underline underline-offset-4">
            {formatCounted(today.refused, "request was", "requests were")} refused today
          </Link>
        )}
      </p>
      <h3 className="mb-1.5 text-xs text-ink-2">Records of today</h3>
      <LedgerBar ledger={today} hrefOf={hrefOf} />
    </>
  );
}

const SENTENCES: Record<SourceState, string> = {
  paused: "Paused: what comes is kept as it is and ignored. It can be read later.",
  disabled: "The sender has probably switched this webhook off.",
  failing: "Deliveries are refused.",
  quiet: "It is quieter than usual.",
  "no-secret": "Its signing secret has not been given yet. What comes is kept aside and checked once it is there.",
  "no-delivery": "No delivery has come yet. Set the sender up as told below, and send a test from there.",
  "no-webhook": "It has no webhook: its files and what is fetched from its API come here.",
  well: "Deliveries come and are accepted.",
};

function sentenceOf({ provider, mapping }: SourceView, state: SourceState): string {
  const unmapped = provider === "generic" && mapping === null && state === "well";
  return unmapped ? "Deliveries come and are kept. Say below which of their fields is what." : SENTENCES[state];
}

function whatToDo({ webhook, providerLabel }: SourceView): string {
  const what = {
    signature: "Compare the signing secret below with the one at the sender; add the sender's as a second one.",
    header: "Compare the header at the sender with the one below; where its secret is lost, make a second one.",
    path: "Compare the address at the sender; where its token is lost, make a second one.",
  };
  const proof = webhook?.proof ?? "signature";
  return `${what[proof]} The first good delivery of ${providerLabel} ends this warning; what was refused may be lost, and its API may still have it.`;
}
