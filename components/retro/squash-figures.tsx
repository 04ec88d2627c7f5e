"use client";

import { BarRows } from "@/components/charts/bar-rows";
import { OTHER_FILL } from "@/components/charts/palette";
import { KIND_WORDS, STATE_MARKS, STATE_WORDS } from "@/components/decision/decision-words";
import { squashDays, squashWords } from "@/components/decision/squash-words";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import type { DecisionView, Squashed } from "@/lib/contract/decision";
import type { LoopState } from "@/lib/model/decision";
import { DAY_MS } from "@/lib/time/boundaries";

type Props = { view: View<Squashed>; links: LinkParams };

const decisionsN = ({ decisions }: Squashed) => `n = ${formatCounted(decisions.length, "decision", "decisions")}`;
const solid = (key: string, count: number, fill: string) => ({ key, word: key, count, fill });
const titleOf = ({ kind, title }: DecisionView) => `${KIND_WORDS[kind].done}: ${title}`;

export function OutcomesFigure({ view }: Props) {
  return (
    <Panel question="What became of what was decided?" help="squashed" view={view} n={decisionsN}>
      {({ outcomes, range }) => {
        const rows: [LoopState, number][] = [
          ["verified-quiet", outcomes.verifiedQuiet],
          ["came-back", outcomes.cameBack],
          ["hid-something-real", outcomes.hidSomethingReal],
          ["too-early", outcomes.tooEarly],
          ["watching", outcomes.watching],
          ["decided", outcomes.waiting],
        ];
        return (
          <BarRows
            title="Decisions by outcome"
            summary={`Decided in ${range.label}: ${formatCount(outcomes.verifiedQuiet)} verified quiet, ${formatCount(outcomes.cameBack)} came back, ${formatCount(outcomes.hidSomethingReal)} hid something real.`}
            rows={rows.map(([state, count]) => ({
              key: state,
              label: `${STATE_MARKS[state]} ${STATE_WORDS[state]}`,
              parts: [solid(state, count, OTHER_FILL.one)],
              value: formatCount(count),
            }))}
            table={{ head: ["Outcome", "decisions"], rows: rows.map(([state, count]) => [STATE_WORDS[state], count]) }}
          />
        );
      }}
    </Panel>
  );
}

/** Interruptions saved: what was said beforehand, and what was seen since. */
export function ForecastFigure({ view, links }: Props) {
  return (
    <Panel question="Did it save what was forecast?" help="what-if" view={view} n={decisionsN}>
      {({ decisions }) => {
        const told = decisions.filter(({ forecast }) => forecast !== null);
        return (
          <BarRows
            title="Interruptions saved by decisions: forecast and fact"
            summary={`${formatCounted(told.length, "decision has", "decisions have")} a forecast, ${formatCount(told.filter(({ watch }) => watch?.fact).length)} a fact beside it.`}
            legend={[
              { fill: OTHER_FILL.two, word: "forecast" },
              { fill: OTHER_FILL.one, word: "fact" },
            ]}
            rows={told.flatMap((one) => [
              {
                key: `${one.id} forecast`,
                label: titleOf(one),
                detail: "forecast",
                parts: [solid("forecast", one.forecast?.interruptionsSaved ?? 0, OTHER_FILL.two)],
                value: formatCount(one.forecast?.interruptionsSaved ?? 0),
                href: hrefTo(`/signatures/${one.signatureId}`, links),
              },
              {
                key: `${one.id} fact`,
                label: "",
                detail: "fact",
                parts: [solid("fact", one.watch?.fact?.interruptionsSaved ?? 0, OTHER_FILL.one)],
                value: one.watch?.fact ? formatCount(one.watch.fact.interruptionsSaved) : "not yet",
              },
            ])}
            table={{
              head: [
                "Decision",
                "state",
                "interruptions saved, forecast",
                "fact",
                "nights saved, forecast",
                "fact of nights",
              ],
              rows: told.map((one) => [
                titleOf(one),
                STATE_WORDS[one.state],
                one.forecast?.interruptionsSaved ?? "",
                one.watch?.fact?.interruptionsSaved ?? "not yet",
                one.forecast?.nightsSaved ?? "",
                one.watch?.fact?.nightsSaved ?? "not yet",
              ]),
            }}
          />
        );
      }}
    </Panel>
  );
}

export function TimeToSquashFigure({ view, links }: Props) {
  return (
    <Panel
      question="How long does noise live here?"
      help="time-to-squash"
      view={view}
      n={({ timeToSquash: { n } }) => `n = ${formatCounted(n, "alert", "alerts")}`}
    >
      {({ decisions, timeToSquash }) => {
        const quiet = decisions.flatMap((one) => {
          const settledAt = one.state === "verified-quiet" ? one.watch?.settledAt : null;
          return settledAt ? [{ one, days: (Date.parse(settledAt) - Date.parse(one.flaggedAt)) / DAY_MS }] : [];
        });
        return (
          <BarRows
            title="Time to squash"
            summary={`${squashWords(timeToSquash)} Bars are the alerts of this range that are verified quiet.`}
            rows={quiet.map(({ one, days }) => ({
              key: one.id,
              label: titleOf(one),
              parts: [solid("days", days, OTHER_FILL.one)],
              value: squashDays(days),
              href: hrefTo(`/signatures/${one.signatureId}`, links),
            }))}
            table={{
              head: ["Decision", "flagged at", "verified quiet at", "days"],
              rows: quiet.map(({ one, days }) => [
                titleOf(one),
                one.flaggedAt,
                one.watch?.settledAt ?? "",
                days.toFixed(1),
              ]),
            }}
          />
        );
      }}
    </Panel>
  );
}
