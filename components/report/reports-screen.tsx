"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ListMenu } from "@/components/export/list-menu";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { useListKeys } from "@/components/frame/use-list-keys";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { reportsQuery } from "@/components/queries/reports";
import { useRowFocus } from "@/components/ui/use-row-focus";
import type { ReportSubject, ReportsList } from "@/lib/contract/weekly-report";
import { reportHref } from "./report-href";
import { weekNumber } from "./report-words";
import { SubjectPicker } from "./subject-picker";
import { weekColumns } from "./week-columns";

export function ReportsScreen({ filter }: { filter: ReportSubject }) {
  const fetched = viewOf(useQuery(reportsQuery(filter)));
  const view: View<ReportsList> =
    fetched.kind === "ready" && fetched.data.weeks.length === 0
      ? {
          kind: "empty",
          why: "No pages are here yet. Import an export of your pager and this fills within a minute.",
          next: { label: "Import my export", href: hrefTo("/sources") },
        }
      : fetched;
  return (
    <div className="space-y-5">
      <header className="flex flex-wrap items-center gap-3">
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Weekly noise reports</h1>
        <div className="sm:ml-auto">
          <SubjectPicker week={null} filter={filter} name={null} />
        </div>
      </header>
      <WeeksPanel view={view} filter={filter} />
    </div>
  );
}

/** One row a week, the latest first. */
export function WeeksPanel({ view, filter }: { view: View<ReportsList>; filter: ReportSubject }) {
  return (
    <Panel
      question="Which week?"
      view={view}
      height={420}
      n={({ weeks }) => `n = ${formatCounted(weeks.length, "week", "weeks")}`}
      help="pages"
      flush
      actions={({ weeks }) => <ListMenu title="Weekly reports" range={null} table={() => weekColumns(weeks)} />}
    >
      {(data) => <Weeks data={data} filter={filter} />}
    </Panel>
  );
}

const GRID =
  "grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 sm:grid-cols-[7rem_minmax(0,1fr)_6rem_minmax(0,16rem)] sm:items-center";

function Weeks({ data: { weeks, zone }, filter }: { data: ReportsList; filter: ReportSubject }) {
  const router = useRouter();
  const selected = useListKeys({
    length: weeks.length,
    onOpen: (at) => {
      const row = weeks[at];
      if (row) router.push(reportHref(row.week, filter));
    },
    onSearch: () => {},
  });
  useRowFocus("report-row-", selected);
  return (
    <ul className="divide-y border-t">
      {weeks.map(({ week, range, over, pages, published, notes }, nth) => (
        <li
          key={week}
          id={`report-row-${nth}`}
          className={`relative px-4 py-2.5 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-ink hover:bg-hover ${GRID} ${selected === nth ? "bg-hover" : ""}`}
        >
          <Link href={reportHref(week, filter)} className="font-medium outline-none after:absolute after:inset-0">
            Week {weekNumber(week)}
            <span className="sr-only">, {week.slice(0, 4)}</span>
          </Link>
          <span className="order-3 text-ink-2 sm:order-none">{range.label}</span>
          <span className="text-right">
            {pages === null ? "pages not counted" : formatCounted(pages, "page", "pages")}
          </span>
          <span className="order-4 text-right text-xs text-ink-2">
            {published
              ? `published ${formatDate(published.at, zone)}, version ${published.version}`
              : over
                ? "not published"
                : "still running"}
            {notes > 0 && ` · ${formatCount(notes)} ${notes === 1 ? "note" : "notes"}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
