"use client";

import { BarRows } from "@/components/charts/bar-rows";
import { Calendar } from "@/components/charts/calendar";
import { CalibrationPlot } from "@/components/charts/calibration-plot";
import { HeatMap } from "@/components/charts/heat-map";
import { HourTrend } from "@/components/charts/hour-trend";
import { VERDICT_FILL } from "@/components/charts/palette";
import { Survival } from "@/components/charts/survival";
import { VerdictTrend } from "@/components/charts/verdict-trend";
import { PackContext } from "@/components/export/pack-context";
import { usePacking } from "@/components/export/use-packing";
import { hrefTo } from "@/components/format/href";
import { PackPanel } from "@/components/retro/pack-panel";
import { HOSTILE_WORDS } from "@/lib/export/hostile-words";
import { load } from "./load-samples";
import { personOwn } from "./person-samples";
import { overview, range } from "./samples";
import { whatIf } from "./what-if-samples";

const ABOUT = {
  title: "Every chart",
  sentence: "Fixed rows.",
  figures: ["Nothing: 0"],
  range: range.label,
  zone: range.zone,
  filters: "no filters",
  madeAt: "2026-11-23T09:00:00+00:00",
};
const FILTER = { from: "now-1w/w", to: "now-1w/w" };
const LONG = "A name that is far longer than its place ".repeat(4).trim();

const bar = (label: string, count: number) => ({
  key: label,
  label,
  parts: [{ key: "noise", word: "noise", count, fill: VERDICT_FILL.noise }],
  value: String(count),
});

function Bars({ title, rows }: { title: string; rows: readonly ReturnType<typeof bar>[] }) {
  return (
    <BarRows
      title={title}
      summary={`${rows.length} rows.`}
      rows={rows}
      legend={[{ fill: VERDICT_FILL.noise, word: "noise" }]}
      table={{ head: ["Name", "pages"], rows: rows.map(({ label, value }) => [label, Number(value)]) }}
    />
  );
}

const BINS = [
  { stated: 0.08, share: 0.05, n: 60, actionable: 3, interval: { low: 0.02, high: 0.14 } },
  { stated: 0.35, share: 0.4, n: 40, actionable: 16, interval: { low: 0.26, high: 0.55 } },
  { stated: 0.9, share: 0.88, n: 50, actionable: 44, interval: { low: 0.76, high: 0.94 } },
];

/** Each kind of chart on fixed rows, with one row, with none, with long and with hostile names; all of it in one pack. */
export function Charts() {
  const { packing, titles, figures } = usePacking();
  const make = async (onStep: (done: number, of: number) => void) => {
    const [{ makePack }, { download }] = await Promise.all([
      import("@/components/export/make-pack"),
      import("@/components/export/hand-out"),
    ]);
    const subject = { team: null, days: null, zone: null };
    const zip = await makePack({ figures: figures(), tables: [], about: ABOUT, subject, onStep });
    download(new Blob([zip], { type: "application/zip" }), "charts.zip", "application/zip");
  };
  const trend = { unit: overview.trendUnit, zone: range.zone, filter: FILTER };
  return (
    <main className="mx-auto max-w-[64rem] space-y-8 p-6">
      <h1 className="text-2xl font-medium tracking-tight">Every chart</h1>
      <PackPanel charts={titles} tables={[]} waiting={false} make={make} filter={{ ...FILTER, compare: "previous" }} />
      <PackContext value={packing}>
        <VerdictTrend title="Verdicts" points={overview.trend} {...trend} />
        <VerdictTrend title="Verdicts, one point" points={overview.trend.slice(-1)} {...trend} />
        <VerdictTrend title="Verdicts, no point" points={[]} {...trend} />
        <HourTrend title="Hours" summary="By hour class." points={load.weeks} zone={range.zone} filter={FILTER} />
        <HeatMap
          title="Heat"
          zone={range.zone}
          cells={load.heat.map(({ weekday, hour, interruptions }) => ({ weekday, hour, pages: interruptions }))}
        />
        <HeatMap title="Heat, no cell" zone={range.zone} cells={[]} />
        <Calendar
          title="Calendar"
          days={personOwn.days}
          zone={range.zone}
          hrefOf={(date) => hrefTo("/pages", { from: date, to: date })}
        />
        <Survival survival={whatIf.survival} chosenMinutes={5} />
        <CalibrationPlot
          title="Calibration"
          bins={BINS}
          error={{ value: 0.04, n: 150, interval: null, optimistic: false }}
        />
        <Bars title="Bars" rows={[bar("payments", 80), bar("search", 20), bar("nothing", 0)]} />
        <Bars title="Bars, one row" rows={[bar("payments", 1)]} />
        <Bars title="Bars, no row" rows={[]} />
        <Bars title="Bars, long names" rows={[bar(LONG, 3), bar("x".repeat(200), 2)]} />
        <Bars title="Bars, hostile names" rows={HOSTILE_WORDS.map((words, index) => bar(words, index + 1))} />
      </PackContext>
    </main>
  );
}
