"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { CalibrationPlot } from "@/components/charts/calibration-plot";
import { WithCsv } from "@/components/export/with-csv";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { modelRecordQuery } from "@/components/queries/model-record";
import { Button } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { DefinitionId } from "@/lib/contract/definitions";
import type { ModelRecordView, OneRecord, RecordFigure, RecordPagesFilter } from "@/lib/contract/model-record";
import { Panel } from "./panel";
import { RecordPagesList } from "./record-pages-list";
import { type View, viewOf } from "./view";

/** The record of verdicts and predictions on the workspace's own labels. */
export function RecordSection() {
  return <RecordPanel view={viewOf(useQuery(modelRecordQuery))} />;
}

const OF = { sorter: "Verdicts", predictor: "Predictions as pages opened" } as const;

function RecordPanel({ view }: { view: View<ModelRecordView> }) {
  const [of, setOf] = useState<keyof typeof OF>("sorter");
  const nothing = view.kind === "ready" && view.data.sorter === null && view.data.predictor === null;
  const shown: View<ModelRecordView> = nothing
    ? {
        kind: "empty",
        why: `Not known yet: nobody has judged a page${view.data.waiting ? ", or the first word is being worked in" : ""}. Say what you think of a few pages, and this shows how often the verdicts agree.`,
      }
    : view;
  return (
    <Panel
      question="How right are we?"
      help="model-record"
      view={shown}
      n={({ sorter, predictor }) =>
        `n = ${formatCounted((sorter ?? predictor)?.record.n ?? 0, "page", "pages")} judged by people`
      }
      height={320}
      actions={({ waiting }) => (
        <>
          {waiting && <span className="text-xs text-ink-3">newer words are being worked in</span>}
          {(["sorter", "predictor"] as const).map((key) => (
            <Button key={key} look="quiet" size="small" aria-pressed={of === key} onClick={() => setOf(key)}>
              {OF[key]}
            </Button>
          ))}
        </>
      )}
    >
      {(data) => {
        const one = data[of];
        if (!one)
          return (
            <p className="py-4 text-ink-2">Not known yet: nothing was said of a page before a person judged it.</p>
          );
        return <Body key={of} of={of} one={one} teams={of === "predictor" ? data.teams : []} />;
      }}
    </Panel>
  );
}

type BodyProps = { of: keyof typeof OF; one: OneRecord; teams: ModelRecordView["teams"] };

function Body({ of, one, teams }: BodyProps) {
  const [filter, setFilter] = useState<RecordPagesFilter | null>(null);
  const { record, calibration, sentences } = one;
  const open = of === "sorter" ? setFilter : undefined;
  const left = Math.max(0, calibration.needed - Math.floor(calibration.labels));
  return (
    <div className="space-y-5">
      <p className="max-w-prose text-ink-2">
        {calibration.kind === "none" && left > 0 && (
          <strong className="font-medium text-ink">
            Not calibrated yet: {formatCount(Math.floor(calibration.labels))} of {formatCount(calibration.needed)}{" "}
            verdicts.{" "}
          </strong>
        )}
        {sentences.join(" ")}
        {record.leftOut > 0 &&
          ` ${formatCounted(record.leftOut, "page", "pages")} judged unclear or test are left out.`}
        {record.signatures < 10 &&
          ` Only ${formatCounted(record.signatures, "alert", "alerts")} so far: intervals are too narrow to be believed, or missing.`}
      </p>
      <div className="grid gap-5 lg:grid-cols-2">
        <FigureTable figures={figuresOf(record)} onOpen={open} />
        <CalibrationPlot title={`Calibration: ${OF[of]}`} bins={record.bins} error={record.calibrationError} />
      </div>
      {of === "sorter" && <ReasonTable reasons={record.reasons} onOpen={setFilter} />}
      {teams.length > 0 && <TeamTable teams={teams} />}
      {filter && <RecordPagesList filter={filter} onClose={() => setFilter(null)} />}
    </div>
  );
}

type Row = { name: string; help: DefinitionId; figure: RecordFigure; isShare: boolean; pages?: RecordPagesFilter };

function figuresOf(record: OneRecord["record"]): Row[] {
  const share = (name: string, help: DefinitionId, figure: RecordFigure, pages: RecordPagesFilter): Row => {
    return { name, help, figure, isShare: true, pages };
  };
  const whole = (name: string, help: DefinitionId, figure: RecordFigure): Row => {
    return { name, help, figure, isShare: false, pages: {} };
  };
  const { actionable, noise } = record;
  return [
    share("Said actionable, and were (precision)", "record-precision", actionable.precision, { said: "actionable" }),
    share("Were actionable, and said so (recall)", "record-recall", actionable.recall, { person: "actionable" }),
    share("Were actionable, not called noise", "record-recall", actionable.kept, { person: "actionable" }),
    share("Said noise, and were (precision)", "record-precision", noise.precision, { said: "noise" }),
    share("Were noise, and said so (recall)", "record-recall", noise.recall, { person: "noise" }),
    share("Left unclear", "unclear-share", record.unclear, { said: "unclear" }),
    share("Agreement with people", "record-agreement", record.agreement, {}),
    whole("Agreement beyond chance (kappa)", "record-agreement", record.kappa),
    whole("Calibration error", "record-calibration", record.calibrationError),
    whole("Brier skill", "record-calibration", record.brierSkill),
    whole("Average precision", "record-ranking", record.averagePrecision),
    share("Actionable among the judged", "record-ranking", record.prevalence, { person: "actionable" }),
  ];
}

type Open = (filter: RecordPagesFilter) => void;

function FigureTable({ figures, onOpen }: { figures: readonly Row[]; onOpen: Open | undefined }) {
  return (
    <WithCsv title="Record of verdicts" range={null}>
      <ScrollRegion label="Figures of the record" className="overflow-x-auto">
        <table className="w-full text-sm">
          <Head names={["Figure", "Value", "95 % interval", "Pages"]} />
          <tbody>
            {figures.map(({ name, help, figure, isShare, pages }) => (
              <tr key={name} className="border-b last:border-0">
                <th scope="row" className="py-1 pr-2 text-left font-normal">
                  <span className="inline-flex items-center gap-0.5">
                    {name}
                    <HelpCard id={help} n={`n = ${formatCounted(figure.n, "page", "pages")}`} />
                  </span>
                </th>
                <Cells
                  figure={figure}
                  isShare={isShare}
                  label={name}
                  onOpen={onOpen && pages && (() => onOpen(pages))}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </WithCsv>
  );
}

function Head({ names }: { names: readonly string[] }) {
  return (
    <thead>
      <tr className="border-b text-xs text-ink-3">
        {names.map((name, index) => (
          <th key={name} scope="col" className={`py-1 font-normal ${index === 0 ? "text-left" : "pl-3 text-right"}`}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type CellsProps = { figure: RecordFigure; isShare: boolean; label: string; onOpen?: (() => void) | undefined };

function Cells({ figure: { value, n, interval, optimistic }, isShare, label, onOpen }: CellsProps) {
  const format = (number: number) => (isShare ? formatPercent(number) : number.toFixed(2));
  return (
    <>
      <td className="pl-3 text-right font-medium">{value === null ? "not known" : format(value)}</td>
      <td className="pl-3 text-right text-ink-2">
        {interval ? `${format(interval.low)} to ${format(interval.high)}` : "not known"}
        {interval && optimistic && <span title="fewer than ten alerts"> or wider</span>}
      </td>
      <td className="pl-3 text-right">
        {onOpen && n > 0 ? (
          <button
            type="button"
            className="underline underline-offset-3"
            aria-label={`${label}: show the ${formatCounted(n, "page", "pages")}`}
            onClick={onOpen}
          >
            {formatCount(n)}
          </button>
        ) : (
          formatCount(n)
        )}
      </td>
    </>
  );
}

function ReasonTable({ reasons, onOpen }: { reasons: OneRecord["record"]["reasons"]; onOpen: Open }) {
  if (reasons.length === 0) return <p className="text-ink-2">By reason: not known, no reason was named yet.</p>;
  const rows = reasons.flatMap(({ reason, precision, recall }) => [
    { key: `${reason} said`, name: `${reason}: said, and was (precision)`, reason, figure: precision },
    { key: `${reason} was`, name: `${reason}: was, and said so (recall)`, reason, figure: recall },
  ]);
  return (
    <WithCsv title="Record by reason" range={null}>
      <ScrollRegion label="The record by reason" className="overflow-x-auto">
        <table className="w-full text-sm">
          <Head names={["By reason, where people named one", "Value", "95 % interval", "Pages"]} />
          <tbody>
            {rows.map(({ key, name, reason, figure }) => (
              <tr key={key} className="border-b last:border-0">
                <th scope="row" className="py-1 pr-2 text-left font-normal">
                  {name}
                </th>
                <Cells figure={figure} isShare label={name} onOpen={() => onOpen({ reason })} />
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </WithCsv>
  );
}

function TeamTable({ teams }: { teams: ModelRecordView["teams"] }) {
  return (
    <WithCsv title="Brier skill by team" range={null}>
      <ScrollRegion label="Brier skill by team" className="overflow-x-auto">
        <table className="w-full text-sm">
          <Head names={["Team", "Brier skill", "Verdicts", "Who speaks"]} />
          <tbody>
            {teams.map(({ team, skill, labels, fellBack }) => (
              <tr key={team ?? ""} className="border-b last:border-0">
                <th scope="row" className="py-1 pr-2 text-left font-normal">
                  {team ?? "pages without a team"}
                </th>
                <td className="pl-3 text-right">{skill === null ? "not known" : skill.toFixed(2)}</td>
                <td className="pl-3 text-right">{formatCount(Math.floor(labels))}</td>
                <td className="pl-3 text-right text-ink-2">
                  {fellBack ? "the record of each alert alone: the model did worse than the plain share" : "the model"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </WithCsv>
  );
}
