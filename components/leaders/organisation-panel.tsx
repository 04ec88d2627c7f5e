"use client";

import Link from "next/link";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { BigFigure } from "@/components/panels/big-figure";
import { Panel, PanelBody } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { HelpCard } from "@/components/ui/help-card";
import { TitleTemplate } from "@/components/verdict/title-template";
import type { LeaderAlerts, LeaderDetail, LeaderRow, Leaders } from "@/lib/contract/leaders";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { HOUR_HEAD, hourCells } from "@/lib/report/hour-cells";
import {
  fairnessText,
  formatTenths,
  HIDDEN_WORDS,
  inHours,
  ledPeople,
  listsPages,
  ratioText,
  TREND_WORDS,
} from "./leader-words";

type Props = { view: View<Leaders>; alerts: View<LeaderAlerts>; filter: LinkParams };

/** The organisation in focus: all that reached the people under one leader. */
export function OrganisationPanel({ view, alerts, filter }: Props) {
  const row = view.kind === "ready" ? view.data.focus : null;
  return (
    <div id="organisation" className="scroll-mt-20">
      <Panel
        question={row ? `What reached the people under ${underWhom(row)}?` : "What reached the people under a leader?"}
        view={view}
        height={220}
        flush
        n={({ focus }) => (focus ? `n = ${formatCounted(focus.people, "person", "people")}` : "n = 0 people")}
      >
        {({ focus, privacy }) =>
          focus ? (
            <>
              <Figures row={focus} privacy={privacy} filter={filter} />
              <div className="border-t px-4 pt-3 pb-4">
                <Alerts view={alerts} filter={filter} />
              </div>
            </>
          ) : null
        }
      </Panel>
    </div>
  );
}

const underWhom = (row: LeaderRow) =>
  row.isSelf ? "you" : row.name === null ? `the leader of ${row.label}` : row.name;

function Figures({ row, privacy, filter }: { row: LeaderDetail; privacy: Leaders["privacy"]; filter: LinkParams }) {
  const { pages, noiseShare, unclearShare, load, led, trend, fairness, hidden } = row;
  const under = { ...filter, under: row.id };
  // Single pages of a few people would tell when each of them was woken.
  const pagesOf = (more: LinkParams = {}) =>
    listsPages(row) ? hrefTo("/pages", under, more) : hrefTo("/load/leaders", filter, { leader: row.id });
  const all = pagesOf();
  return (
    <div className="grid divide-line border-t max-sm:divide-y sm:grid-cols-2 xl:grid-cols-4 xl:divide-x">
      <BigFigure
        name="Pages"
        help="leader-pages"
        n={`n = ${formatCounted(row.people, "person", "people")}, ${formatCounted(pages.total, "page", "pages")}`}
        href={all}
        value={formatCount(pages.total)}
        beside={trend && TREND_WORDS[trend.change]}
        change={
          <p className="flex items-center text-xs text-ink-2">
            {trend
              ? `28 days ${formatCount(trend.last)}, before ${formatCount(trend.before)}: ${ratioText(trend.ratio)}`
              : "too little history for a trend"}
            <HelpCard id="leader-trend" />
          </p>
        }
      >
        <p className="flex flex-wrap gap-x-3 gap-y-1">
          <Link href={pagesOf({ verdict: "noise" })} className="inline-flex items-center gap-1.5 hover:underline">
            <Swatch fill="fill-noise" />
            noise {formatPercent(noiseShare.value)} ({formatInterval(noiseShare) ?? "too few pages"})
          </Link>
          <Link href={pagesOf({ verdict: "unclear" })} className="inline-flex items-center gap-1.5 hover:underline">
            <Swatch fill="fill-unclear" />
            unclear {formatPercent(unclearShare.value)}
          </Link>
        </p>
      </BigFigure>
      {load && led ? (
        <>
          <BigFigure
            name="Interruptions"
            help="interruptions"
            n={`n = ${formatCounted(row.people, "person", "people")}`}
            href={hrefTo("/pages", under, { sort: "interruptions" })}
            value={formatCount(load.interruptions.total)}
            beside={load.estimated > 0 ? `${formatCount(load.estimated)} estimated` : null}
            change={<p className="text-xs text-ink-2">in the hours of each person</p>}
          >
            <StackedBar parts={hourParts(load.interruptions)} />
            <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1">
              {HOUR_CLASSES.map((hours) => (
                <Link
                  key={hours}
                  href={hrefTo("/pages", under, inHours(privacy, hours))}
                  className="inline-flex items-center gap-1.5 hover:underline"
                >
                  <Swatch fill={HOUR_FILL[hours]} />
                  {formatCount(load.interruptions[hours])} {HOUR_WORD[hours]}
                </Link>
              ))}
            </p>
          </BigFigure>
          <BigFigure
            name="Disrupted nights a head"
            help="leader-nights"
            n={ledPeople(led)}
            href={hrefTo("/pages", under, inHours(privacy, "sleep"))}
            value={load.nights.mean === null ? "not measured" : formatTenths(load.nights.mean)}
            beside={`${formatCount(load.nights.sum)} in all`}
            change={
              <p className="text-xs text-ink-2">
                {load.nights.median === null
                  ? "nobody to divide by"
                  : `median ${formatTenths(load.nights.median)}${load.nights.max === null ? "" : `, most ${formatCount(load.nights.max)}`}`}
              </p>
            }
          >
            <p>
              {formatCounted(load.woken, "person", "people")} woken of {formatCount(row.people)}; {ledPeople(led)}
            </p>
          </BigFigure>
          {fairness && (
            <div className="px-4 pt-3 pb-4">
              <div className="flex items-center gap-0.5">
                <h3 className="text-xs font-medium text-ink-2">Shared fairly?</h3>
                <HelpCard id="leader-fairness" n={fairnessText(fairness)} pages={all} />
              </div>
              <p className="mt-1.5 text-base font-medium">{fairnessText(fairness)}</p>
              {led.of === "paged" && (
                <p className="mt-1 text-xs text-ink-2">
                  No schedule is known: everybody who was paged counts alike, whatever their rota.
                </p>
              )}
            </div>
          )}
        </>
      ) : (
        <p className="px-4 py-3 text-xs text-ink-2 xl:col-span-2">
          {hidden === null
            ? "Nobody is under this leader in the range."
            : `What people carried is not shown: ${HIDDEN_WORDS[hidden]}. Pages and noise are facts about alerts and always are.`}
        </p>
      )}
    </div>
  );
}

/** By noise, of people under the leader; empty = not to be told. */
const alertColumns = (alerts: LeaderAlerts["alerts"]) => ({
  head: ["title", "service", "team", "pages", "noise pages", ...HOUR_HEAD, "pain"],
  rows: alerts.map(({ title, service, team, pages, noisePages, interruptions, pain }) => [
    title,
    service ?? "",
    team ?? "",
    pages,
    noisePages,
    ...(interruptions === null ? HOUR_HEAD.map(() => "") : hourCells(interruptions)),
    pain ?? "",
  ]),
});

/** Alerts by pain or, where that is hidden, by noise pages: alerts are ranked, never people. */
export function Alerts({ view, filter, most = 3 }: { view: View<LeaderAlerts>; filter: LinkParams; most?: number }) {
  return (
    <>
      <h3 className="flex items-center text-xs font-medium text-ink-2">
        Worst alerts
        <HelpCard id="pain" />
      </h3>
      <PanelBody view={view} height={84}>
        {({ alerts, hidden, leaderId, range }) =>
          alerts.length === 0 ? (
            <p className="text-ink-2">No noise interrupted them.</p>
          ) : (
            <>
              <ul className="mt-1 divide-y">
                {alerts.slice(0, most).map((alert) => (
                  <li key={alert.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
                    <Link
                      href={hrefTo(`/signatures/${alert.id}`, filter)}
                      className="min-w-0 flex-1 basis-60 font-medium [overflow-wrap:anywhere] hover:underline"
                    >
                      <TitleTemplate title={alert.title} />
                      <span className="block text-2xs font-normal text-ink-3">
                        {[alert.service, alert.team].filter(Boolean).join(" · ")}
                      </span>
                    </Link>
                    <Link
                      href={hrefTo(
                        "/pages",
                        filter,
                        { signature: alert.id },
                        hidden === null ? { under: leaderId } : {},
                      )}
                      className="text-xs text-ink-2 hover:underline"
                    >
                      {formatCount(alert.noisePages)} of {formatCounted(alert.pages, "page", "pages")} noise
                    </Link>
                    {alert.interruptions && alert.pain !== null && (
                      <span className="text-xs text-ink-2">
                        {formatCount(alert.interruptions.sleep)} sleep / {formatCount(alert.interruptions.off)} off
                        hours / {formatCount(alert.interruptions.business)} business ·{" "}
                        <span className="font-medium text-ink">pain {formatCount(Math.round(alert.pain))}</span>
                      </span>
                    )}
                  </li>
                ))}
                {hidden !== null && (
                  <li className="py-1.5 text-2xs text-ink-3">
                    By noise pages; pain is not shown: {HIDDEN_WORDS[hidden]}.
                  </li>
                )}
              </ul>
              <p className="flex justify-end pt-1 print:hidden">
                <TableMenu
                  title="Worst alerts"
                  range={range}
                  shown={() => alertColumns(alerts.slice(0, most))}
                  all={{ table: () => alertColumns(alerts) }}
                />
              </p>
            </>
          )
        }
      </PanelBody>
    </>
  );
}
