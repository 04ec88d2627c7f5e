"use client";

import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { formatExact } from "@/components/format/time";
import { useKeys } from "@/components/frame/use-keys";
import { ShareMenu } from "@/components/share/share-menu";
import { Button, buttonClass } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import type { ReportFilter, ReportSubject, WeeklyReport } from "@/lib/contract/weekly-report";
import { nextWeek, previousWeek } from "@/lib/time/report-week";
import { reportFileHref, reportHref } from "./report-href";
import { weekNumber } from "./report-words";
import { SubjectPicker } from "./subject-picker";
import { useReport } from "./use-report";

type Props = {
  week: string;
  filter: ReportFilter;
  /** Null while it is not there. */
  report: WeeklyReport | null;
  isComparing: boolean;
  onCompare: () => void;
  onMeet: () => void;
};

const FILES = [
  ["md", "Markdown"],
  ["html", "HTML"],
  ["csv", "CSV"],
  ["json", "JSON"],
  ["pdf", "PDF"],
  ["zip", "Retro pack, zip"],
] as const;

/** Which week and whose, the meeting, and what becomes of the report. */
export function ReportBar({ week, filter, report, isComparing, onCompare, onMeet }: Props) {
  const router = useRouter();
  const [before, after] = [reportHref(previousWeek(week), filter), reportHref(nextWeek(week), filter)];
  const hasNext = report?.over ?? true;
  useKeys({
    "[": () => router.push(before),
    ...(hasNext && { "]": () => router.push(after) }),
    ...(report && { m: onMeet }),
  });
  return (
    <div className="space-y-2 print:hidden">
      <div className="flex flex-wrap items-center gap-2">
        <div className="inline-flex items-center rounded-md border border-line-strong">
          <Link href={before} aria-label="Previous week" aria-keyshortcuts="[" className={`${ARROW} rounded-l-md`}>
            <ChevronLeft className="size-4" aria-hidden />
          </Link>
          <span className="border-x px-2.5 text-sm leading-8 font-medium whitespace-nowrap">
            Week {weekNumber(week)}, {week.slice(0, 4)}
          </span>
          {hasNext ? (
            <Link href={after} aria-label="Next week" aria-keyshortcuts="]" className={`${ARROW} rounded-r-md`}>
              <ChevronRight className="size-4" aria-hidden />
            </Link>
          ) : (
            <span aria-hidden className={`${ARROW} opacity-35`}>
              <ChevronRight className="size-4" />
            </span>
          )}
        </div>
        <SubjectPicker week={week} filter={filter} name={report?.subject.name ?? null} />
        {report && (
          <div className="flex flex-wrap items-center gap-1.5 sm:ml-auto">
            <Popover label="Take along" trigger="Take along" triggerClass={buttonClass("quiet")} className="w-60 p-1.5">
              {(close) => (
                <ul>
                  <li>
                    <button
                      type="button"
                      className={CHOICE}
                      onClick={() => {
                        close();
                        window.print();
                      }}
                    >
                      Print
                    </button>
                  </li>
                  {FILES.map(([format, words]) => (
                    <li key={format}>
                      <a href={reportFileHref(week, filter, format)} download className={CHOICE} onClick={close}>
                        {words}
                      </a>
                    </li>
                  ))}
                </ul>
              )}
            </Popover>
            <ShareMenu thing={{ kind: "weekly-report", week, ...subjectOf(filter) }} />
            <Publish report={report} filter={filter} onDone={() => router.push(reportHref(week, filter))} />
            <Button look="primary" aria-keyshortcuts="m" onClick={onMeet}>
              Start the meeting
              <kbd aria-hidden className="font-mono text-2xs font-normal opacity-70 max-sm:hidden">
                m
              </kbd>
            </Button>
          </div>
        )}
      </div>
      {report && <Standing {...{ report, filter, isComparing, onCompare }} />}
    </div>
  );
}

const ARROW = "grid h-8 w-8 place-items-center text-ink-2 hover:bg-hover pointer-coarse:h-11 pointer-coarse:w-11";
const CHOICE = "flex h-9 w-full items-center rounded-md px-2.5 text-left text-sm hover:bg-hover pointer-coarse:h-11";

type OfReport = { report: WeeklyReport; filter: ReportFilter };

/** Its numbers and notes are kept as they are; published again it is a version more. */
export function Publish({ report, filter, onDone }: OfReport & { onDone?: () => void }) {
  const { publish, pending } = useReport(report.week, subjectOf(filter));
  if (!report.mayPublish) return null;
  const again = report.versions.length > 0;
  return (
    <Button disabled={pending} onClick={() => publish(onDone)}>
      {pending ? "Publishing" : again ? `Publish version ${nextVersion(report)}` : "Publish"}
    </Button>
  );
}

const nextVersion = ({ versions }: WeeklyReport) => Math.max(0, ...versions.map(({ version }) => version)) + 1;

export function subjectOf({ team, leader }: ReportFilter): ReportSubject {
  return { team, leader };
}

type StandingProps = OfReport & Pick<Props, "isComparing" | "onCompare">;

/** What is shown: a version that does not change, or today's numbers. */
function Standing({ report, filter, isComparing, onCompare }: StandingProps) {
  const { published, versions, madeAt, range, classifierVersion, over, week } = report;
  const last = versions[0];
  const zone = range.zone;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
      <p>
        <span className="mr-1.5 rounded-md border border-line-strong px-1.5 py-0.5 font-medium">
          {published ? `Published, version ${published.version}` : over ? "Not published" : "Still running"}
        </span>
        {published
          ? `${formatExact(published.at, zone)} by ${published.by ?? "somebody who is not named"}; classifier ${published.classifierVersion}. Its numbers do not change.`
          : `Worked out ${formatExact(madeAt, zone)}; classifier ${classifierVersion}.`}
      </p>
      {published && versions.length > 1 && (
        <p>
          Versions:{" "}
          {versions.map(({ id, version }) => (
            <Link
              key={id}
              href={reportHref(week, filter, { version: String(version) })}
              aria-current={version === published.version ? "page" : undefined}
              className="mr-1 inline-grid size-6 place-items-center rounded underline underline-offset-4 hover:bg-hover aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:no-underline"
            >
              {version}
            </Link>
          ))}
        </p>
      )}
      {published && (
        <>
          <Link href={reportHref(week, filter, { as: "now" })} className="underline underline-offset-4">
            Today's numbers
          </Link>
          <Button look="quiet" size="small" aria-pressed={isComparing} onClick={onCompare}>
            Compare with today
          </Button>
        </>
      )}
      {!published && last && (
        <Link href={reportHref(week, filter)} className="underline underline-offset-4">
          The published version {last.version}
        </Link>
      )}
    </div>
  );
}
