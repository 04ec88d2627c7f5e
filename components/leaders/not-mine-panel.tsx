"use client";

import Link from "next/link";
import { TableMenu } from "@/components/export/table-menu";
import { formatDuration } from "@/components/format/duration";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import type { NotMine } from "@/lib/contract/leaders";

type Props = { view: View<NotMine>; filter: LinkParams; label: string | undefined };

/** Whose pager rang for somebody else's service, and which pages went from hand to hand. */
export function NotMinePanel({ view, filter, label }: Props) {
  return (
    <Panel
      question={`Not mine: which pages were somebody else's${label ? `, under ${label}` : ""}?`}
      help="not-mine"
      view={view}
      height={200}
      flush
      n={({ pages }) => `n = ${formatCounted(pages, "page", "pages")}`}
    >
      {(data) => (
        <div className="grid border-t max-lg:divide-y lg:grid-cols-2 lg:divide-x">
          <Elsewhere data={data} filter={filter} />
          <Handed data={data} filter={filter} />
        </div>
      )}
    </Panel>
  );
}

function Elsewhere({ data, filter }: { data: NotMine; filter: LinkParams }) {
  const { elsewhere, notKnown, pages, owners, leaderId, range } = data;
  const known = pages - notKnown;
  const under = { ...filter, under: leaderId, owner: "elsewhere" as const };
  return (
    <section aria-label="Somebody else's pages" className="min-w-0 px-4 pt-3 pb-4">
      <p>
        <Link href={hrefTo("/pages", under)} className="text-[1.375rem] leading-8 font-medium hover:underline">
          {formatCount(elsewhere)}
        </Link>{" "}
        of {formatCounted(known, "page", "pages")}
        {known > 0 && ` (${formatPercent(elsewhere / known)})`} belong to a team that none of those interrupted is in.
      </p>
      {notKnown > 0 && (
        <p className="mt-0.5 text-xs text-ink-3">
          Of {formatCounted(notKnown, "page", "pages")} the owner, or the team of those interrupted, is not known.
        </p>
      )}
      <ul className="mt-2 divide-y">
        {owners.map(({ owner, service, pages: count, noise, last }) => (
          <li key={`${owner} ${service}`} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5">
            <span className="min-w-0 flex-1 basis-40">
              <span className="font-medium">{service ?? "no service named"}</span>
              <span className="block text-2xs text-ink-3">owned by {owner}</span>
            </span>
            <Link href={hrefTo("/pages", under, service ? { service } : {})} className="text-xs hover:underline">
              {formatCounted(count, "page", "pages")}, {formatCount(noise)} noise
            </Link>
            <Link
              href={hrefTo(`/pages/${last.id}`, filter)}
              className="text-xs text-ink-2 underline underline-offset-4"
            >
              last {formatDayTime(last.triggeredAt, range.zone)}
            </Link>
          </li>
        ))}
      </ul>
      {owners.length > 0 && (
        <p className="flex justify-end pt-1 print:hidden">
          <TableMenu title="Pages of other teams" range={range} shown={() => ownerColumns(owners)} all={null} />
        </p>
      )}
    </section>
  );
}

const ownerColumns = (owners: NotMine["owners"]) => ({
  head: ["owner", "service", "pages", "noise pages", "last page opened at"],
  rows: owners.map(({ owner, service, pages, noise, last }) => [owner, service ?? "", pages, noise, last.triggeredAt]),
});

function Handed({ data: { handed, range }, filter }: { data: NotMine; filter: LinkParams }) {
  const longest = handed.byTeams.at(-1)?.teams ?? 0;
  return (
    <section aria-label="Handed from team to team" className="min-w-0 px-4 pt-3 pb-4">
      <p>
        <span className="text-[1.375rem] leading-8 font-medium">{formatCount(handed.pages)}</span>{" "}
        {handed.pages === 1 ? "page was" : "pages were"} handed on to another team
        {longest > 0 && `; the longest way went through ${formatCount(longest)} teams`}.
      </p>
      {handed.byTeams.length > 1 && (
        <p className="mt-0.5 text-xs text-ink-3">
          {handed.byTeams.map(({ teams, pages }) => `${formatCount(pages)} through ${formatCount(teams)}`).join(", ")}
        </p>
      )}
      <ul className="mt-2 divide-y">
        {handed.chains.map(({ id, title, triggeredAt, steps, minutes }) => (
          <li key={id} className="py-1.5">
            <Link
              href={hrefTo(`/pages/${id}`, filter)}
              className="font-medium [overflow-wrap:anywhere] hover:underline"
            >
              {title ?? "(no title)"}
            </Link>
            <span className="block text-xs text-ink-2">
              {steps.join(" → ")} · {formatDuration(minutes * 60)} · {formatDayTime(triggeredAt, range.zone)}
            </span>
          </li>
        ))}
      </ul>
      {handed.chains.length > 0 && (
        <p className="flex justify-end pt-1 print:hidden">
          <TableMenu title="Pages handed on" range={range} shown={() => chainColumns(handed.chains)} all={null} />
        </p>
      )}
    </section>
  );
}

const chainColumns = (chains: NotMine["handed"]["chains"]) => ({
  head: ["title", "service", "opened at", "teams in order", "minutes from the first to the last"],
  rows: chains.map(({ title, service, triggeredAt, steps, minutes }) => [
    title ?? "",
    service ?? "",
    triggeredAt,
    steps.join(" > "),
    minutes,
  ]),
});
