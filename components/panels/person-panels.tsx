"use client";

import { useMemo } from "react";
import { Calendar } from "@/components/charts/calendar";
import { HeatMap } from "@/components/charts/heat-map";
import { hrefTo, type LinkParams, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { ChannelIcon } from "@/components/verdict/channel-icon";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { PersonDetail } from "@/lib/contract/person";
import { EffortPanel } from "./effort-panel";
import { LastPagesMenu } from "./last-pages-menu";
import { ObjectionPanel } from "./objection-panel";
import { PageTable } from "./page-table";
import { Panel, PanelBody } from "./panel";
import { PersonFigures } from "./person-figures";
import { ToJudgePanel } from "./to-judge-panel";
import { mapView, type View } from "./view";
import { ViewersPanel } from "./viewers-panel";
import { WakingPanel } from "./waking-panel";

type Props = { id: string; view: View<PersonDetail>; filter: NoiseFilter };

export function PersonPanels({ id, view, filter }: Props) {
  const links = useMemo(() => rangeOnly(filter), [filter]);
  const pages = hrefTo("/pages", links, { person: id });
  const own = view.kind === "ready" && view.data.own !== null;
  return (
    <div className="space-y-5">
      <header>
        <PanelBody view={view} height={88}>
          {(data) => <Heading data={data} narrowed={narrowed(filter)} />}
        </PanelBody>
      </header>
      {(view.kind === "ready" || view.kind === "loading") && (
        <>
          <PersonFigures view={view} filter={links} />
          {own && (
            <ToJudgePanel view={mapView(view, (data) => ownPart(data).toJudge)} zone={zoneOf(view)} filter={links} />
          )}
          <div className="grid gap-5 lg:grid-cols-2">
            <Panel
              question="On which days and nights?"
              help="disrupted-nights"
              view={view}
              height={300}
              pages={pages}
              n={({ totals }) => `n = ${formatCounted(totals.interruptions.total, "interruption", "interruptions")}`}
            >
              {({ days, zone }) =>
                days.length > 0 ? (
                  <Calendar
                    title="Interruptions by day"
                    days={days}
                    zone={zone}
                    hrefOf={(date) => hrefTo("/pages", links, { person: id, from: date, to: date })}
                  />
                ) : (
                  <p className="text-ink-2">Days are shown for ranges of whole days.</p>
                )
              }
            </Panel>
            <Panel question="At what hours?" help="hour-class" view={view} height={300} pages={pages}>
              {({ heat, zone }) => (
                <HeatMap
                  title="Interruptions by weekday and hour"
                  cells={heat.map(({ weekday, hour, interruptions }) => ({ weekday, hour, pages: interruptions }))}
                  zone={zone}
                  what="interruptions"
                  hrefOf={(weekday, hour) =>
                    hrefTo("/pages", links, { person: id, weekday: String(weekday), hour: String(hour) })
                  }
                />
              )}
            </Panel>
          </div>
          <WakingPanel view={view} filter={{ ...links, person: id }} />
          <Panel
            question="The last pages"
            help="pages"
            view={view}
            height={280}
            flush
            pages={pages}
            actions={({ rows, range }) => <LastPagesMenu rows={rows} range={range} filter={{ ...links, person: id }} />}
            n={({ rows, totals }) => `${rows.length} of ${formatCounted(totals.pages.total, "page", "pages")}`}
          >
            {({ rows, zone }) =>
              rows.length > 0 ? (
                <PageTable rows={rows} zone={zone} filter={links} label="The last pages of this person" plain />
              ) : (
                <p className="px-4 pb-4 text-ink-2">No page in this range.</p>
              )
            }
          </Panel>
          <Panel
            question="By which channels?"
            help="interruptions"
            view={view}
            height={120}
            n={({ channels }) => `n = ${formatCounted(messages(channels), "message", "messages")}`}
          >
            {({ channels }) => <Channels channels={channels} />}
          </Panel>
          {own && (
            <EffortPanel view={mapView(view, (data) => ownPart(data).efforts)} zone={zoneOf(view)} filter={links} />
          )}
          {own && <ViewersPanel view={mapView(view, (data) => ownPart(data).viewers)} zone={zoneOf(view)} />}
          {view.kind === "ready" && view.data.objections !== null && (
            <ObjectionPanel
              id={id}
              view={mapView(view, ({ objections }) => objections ?? [])}
              zone={view.data.zone}
              own={own}
              maySettle={view.data.maySettle}
            />
          )}
        </>
      )}
    </div>
  );
}

/** Teams, services and urgencies narrow alerts; what a person carries is one whole. */
function rangeOnly(filter: NoiseFilter): LinkParams {
  return { ...sharedOf(filter), team: null, service: null, urgency: null };
}

const narrowed = ({ team, service, urgency }: NoiseFilter) => [team, service, urgency].some(Boolean);

function ownPart({ own }: PersonDetail) {
  if (own === null) throw new Error("asked for what only the person sees");
  return own;
}

function zoneOf(view: View<PersonDetail>): string {
  return view.kind === "ready" ? view.data.zone : "UTC";
}

function Heading({ data, narrowed: left }: { data: PersonDetail; narrowed: boolean }) {
  const { person, range, totals, zone } = data;
  const { sleep, total } = totals.interruptions;
  return (
    <>
      <p className="text-xs text-ink-3">{`${range.label} · ${zone.replaceAll("_", " ")}${person.zone ? "" : " (the workspace’s; nobody told a zone)"}`}</p>
      <h1 className="mt-1 flex flex-wrap items-baseline gap-x-2 text-[1.375rem] leading-8 font-medium tracking-tight">
        {person.isSelf ? "Your load" : person.name}
        <span className="text-sm font-normal tracking-normal text-ink-3">
          {[
            person.isSelf ? person.name : null,
            person.jobTitle,
            person.teams.join(", ") || null,
            person.leader && `led by ${person.leader}`,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </h1>
      <p className="mt-2 max-w-prose text-ink-2">
        {total === 0 ? (
          <>No interruption in {range.label}.</>
        ) : (
          <>
            {formatCounted(total, "interruption", "interruptions")} in {range.label}, {formatCount(sleep)} in sleep
            hours, on {formatCounted(totals.disruptedNights, "night", "nights")}.{" "}
            {totals.noiseShare.n > 0 && (
              <>
                {formatPercent(totals.noiseShare.value)} of those that could be judged were noise (n ={" "}
                {formatCount(totals.noiseShare.n)}).
              </>
            )}
          </>
        )}
      </p>
      {!person.isSelf && (
        <p className="mt-2 w-fit rounded-md bg-hover px-2.5 py-1.5 text-xs text-ink-2">
          This view is recorded: {person.name} can see that you looked.
        </p>
      )}
      {left && (
        <p className="mt-2 text-xs text-ink-3">
          All teams, services and urgencies: what a person carries is one whole.
        </p>
      )}
    </>
  );
}

const messages = (channels: PersonDetail["channels"]) =>
  channels.reduce((sum, { notifications }) => sum + notifications, 0);

function Channels({ channels }: { channels: PersonDetail["channels"] }) {
  if (channels.length === 0) return <p className="text-ink-2">No message in this range.</p>;
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-2">
      {channels.map(({ channel, notifications, estimated }) => (
        <li key={channel} className="inline-flex items-center gap-2">
          <ChannelIcon channel={channel} />
          {channel === "unknown" ? "channel not known" : channel}
          <span className="font-medium">{formatCount(notifications)}</span>
          {estimated > 0 && <span className="text-xs text-ink-3">{formatCount(estimated)} estimated</span>}
        </li>
      ))}
    </ul>
  );
}
