import type { Route } from "next";
import type { LinkParams } from "@/components/format/href";
import { formatIsoDate } from "@/components/format/time";
import { queryString } from "@/components/queries/fetch-json";
import type { ReportContent, ReportFilter, ReportSubject } from "@/lib/contract/weekly-report";

/** The permanent address of a week, or of the list of weeks. */
export function reportHref(week: string | null, { team, leader }: ReportSubject, more: ReportFilter = {}): Route {
  const query = queryString({ team, leader, as: more.as, version: more.version });
  const path = week === null ? "/reports" : `/reports/${week}`;
  return (query ? `${path}?${query}` : path) as Route;
}

/** The same file for the command line, a document or a spreadsheet. */
export function reportFileHref(week: string, filter: ReportFilter, format: string): string {
  const { team, leader, as, version } = filter;
  return `/api/reports/${week}?${queryString({ team, leader, as, version, format })}`;
}

/** The pages behind a report: local dates where its week is one of whole days, else instants. */
export function pagesLinks({ range, handOver }: ReportContent, { team, leader }: ReportSubject): LinkParams {
  return { ...boundsOf(range, handOver === null), team, under: leader };
}

function boundsOf({ from, to, zone }: ReportContent["range"], isWholeDays: boolean): { from: string; to: string } {
  if (!isWholeDays) return { from, to };
  const last = new Date(Date.parse(to) - 1).toISOString();
  return { from: formatIsoDate(from, zone), to: formatIsoDate(last, zone) };
}
