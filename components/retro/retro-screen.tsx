"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { PackContext } from "@/components/export/pack-context";
import { useCaption } from "@/components/export/use-caption";
import { usePacking } from "@/components/export/use-packing";
import { sharedOf } from "@/components/format/href";
import { LoadHeatPanel } from "@/components/load/load-heat-panel";
import { LoadTrendPanel } from "@/components/load/load-trend-panel";
import { seenLoad } from "@/components/load/seen-load";
import { nothingToShow } from "@/components/panels/nearest-range";
import { PanelBody } from "@/components/panels/panel";
import { TrendPanel } from "@/components/panels/trend-panel";
import { mapView, type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { squashedQuery } from "@/components/queries/decisions";
import { leadersQuery } from "@/components/queries/leaders";
import { loadQuery } from "@/components/queries/load";
import { noiseQuery } from "@/components/queries/noise";
import { overviewQuery } from "@/components/queries/overview";
import { trendsQuery } from "@/components/queries/trends";
import type { Overview } from "@/lib/contract/overview";
import type { RetroFigure, RetroFilter } from "@/lib/contract/retro";
import { LeadersFigure, NightsFigure, PeopleFigure, TeamNoiseFigure, TeamsFigure } from "./load-figures";
import { ChangedFigure, NoiseShareFigure, ReasonsFigure, TopTenFigure, VerdictsFigure } from "./noise-figures";
import { PackPanel } from "./pack-panel";
import { retroTables } from "./retro-tables";
import { retroFigures, retroSentence } from "./retro-text";
import { ForecastFigure, OutcomesFigure, TimeToSquashFigure } from "./squash-figures";

/** Everything of a range that can go to a retro, drawn, and made one pack. */
export function RetroScreen({ filter }: { filter: RetroFilter }) {
  const { figures: asked, ...shared } = filter;
  const links = sharedOf(shared);
  const { data: state } = useQuery(dataStateQuery);
  const fetched = viewOf(useQuery(overviewQuery(shared)));
  const nothing = fetched.kind === "ready" && fetched.data.totals.pages === 0 && fetched.data.totals.counts.test === 0;
  const overview: View<Overview> = nothing ? nothingToShow(fetched.data.range, state, "/retro", shared) : fetched;
  const noise = viewOf(useQuery(noiseQuery(shared)));
  const trends = viewOf(useQuery(trendsQuery(shared)));
  const load = viewOf(useQuery(loadQuery(shared)));
  // Leaders are counted by all that reached them: a filter would be written on figures that it does not narrow.
  const narrowed = [shared.team, shared.service, shared.urgency].some(Boolean);
  const { from, to, tz, compare } = shared;
  const leaders = viewOf(useQuery({ ...leadersQuery({ from, to, tz, compare }), enabled: !narrowed }));
  const squashed = mapView(viewOf(useQuery(squashedQuery(shared))), (data) => ({
    ...data,
    range: { ...data.range, zone: data.zone },
  }));
  const { packing, titles, figures } = usePacking();
  const shows = useMemo(() => {
    const names = asked?.split(",");
    return (figure: RetroFigure) => names?.includes(figure) ?? true;
  }, [asked]);
  const tables = retroTables({ noise, squashed, load, leaders, filter: shared, narrowed, whole: asked === undefined });
  const people = seenLoad(load);
  const waiting = [overview, noise, trends, load, squashed, ...(narrowed ? [] : [leaders])].some(
    ({ kind }) => kind === "loading",
  );
  const { caption, subject } = useCaption("retro pack", "");

  const make = async (onStep: (done: number, of: number) => void) => {
    if (overview.kind !== "ready") throw new Error("The figures of this range are not there yet.");
    const { data } = overview;
    const kit = {
      ...(await import("@/components/export/make-pack")),
      ...(await import("@/components/export/hand-out")),
    };
    const about = kit.aboutOf({ caption, team: subject.team, range: data.range });
    const zip = await kit.makePack({
      figures: figures(),
      tables,
      about: { ...about, sentence: retroSentence(data), figures: retroFigures(data) },
      subject: kit.subjectOf(subject.team, data.range),
      onStep,
    });
    kit.download(
      new Blob([zip], { type: "application/zip" }),
      kit.packName(subject.team, data.range),
      "application/zip",
    );
  };

  return (
    <div className="space-y-5">
      <Lead view={overview} />
      {!nothing && (
        <>
          <PackPanel
            charts={titles}
            tables={tables.map(({ title }) => title)}
            waiting={waiting}
            make={make}
            filter={filter}
          />
          <PackContext value={packing}>
            <div className="space-y-5 *:break-inside-avoid print:space-y-6">
              {shows("verdict-trend") && <TrendPanel view={overview} filter={links} />}
              {shows("noise-share") && <NoiseShareFigure view={overview} links={links} />}
              {shows("verdicts") && <VerdictsFigure view={overview} links={links} />}
              {shows("reasons") && <ReasonsFigure view={noise} links={links} />}
              {shows("top-ten") && <TopTenFigure view={noise} links={links} />}
              {shows("changed") && <ChangedFigure view={trends} links={links} />}
              {shows("load-trend") && <LoadTrendPanel view={people} links={links} />}
              {shows("heat") && <LoadHeatPanel view={people} links={links} />}
              {shows("people") && <PeopleFigure view={people} links={links} />}
              {shows("nights") && <NightsFigure view={people} links={links} />}
              {shows("teams") && <TeamsFigure view={load} links={links} />}
              {shows("team-noise") && <TeamNoiseFigure view={load} links={links} />}
              {shows("leaders") && !narrowed && <LeadersFigure view={leaders} links={links} />}
              {shows("outcomes") && <OutcomesFigure view={squashed} links={links} />}
              {shows("forecast") && <ForecastFigure view={squashed} links={links} />}
              {shows("time-to-squash") && <TimeToSquashFigure view={squashed} links={links} />}
            </div>
          </PackContext>
          {narrowed && (
            <p className="text-xs text-ink-3">
              Leaders are left out: team, service and urgency do not narrow what reached them.
            </p>
          )}
        </>
      )}
    </div>
  );
}

function Lead({ view }: { view: View<Overview> }) {
  return (
    <section aria-label="In one sentence" aria-busy={view.kind === "loading"}>
      {view.kind !== "ready" && <h1 className="sr-only">Retro pack</h1>}
      <PanelBody view={view} height={104}>
        {(data) => (
          <>
            <p className="text-xs text-ink-3">
              Retro pack · {data.range.label} · {data.range.zone.replaceAll("_", " ")}
            </p>
            <h1 className="mt-1.5 max-w-4xl text-pretty text-[1.375rem] leading-8 font-medium tracking-tight">
              {retroSentence(data)}
            </h1>
            <ul className="mt-2 list-inside list-disc text-sm text-ink-2">
              {retroFigures(data).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </>
        )}
      </PanelBody>
    </section>
  );
}
