import { queryOptions } from "@tanstack/react-query";
import type {
  ReportComparison,
  ReportFilter,
  ReportSubject,
  ReportsList,
  WeeklyReport,
} from "@/lib/contract/weekly-report";
import { fetchJson, queryString } from "./fetch-json";

export function reportsQuery(subject: ReportSubject) {
  return queryOptions({
    queryKey: ["reports", "weeks", subject],
    queryFn: ({ signal }) => fetchJson<ReportsList>(`/api/reports?${queryString(subject)}`, { signal }),
  });
}

export function reportQuery(week: string, filter: ReportFilter) {
  return queryOptions({
    queryKey: ["reports", "week", week, filter],
    queryFn: ({ signal }) => fetchJson<WeeklyReport>(`${apiPath(week)}?${queryString(filter)}`, { signal }),
  });
}

/** Every figure of a published report that is another one today. */
export function reportComparisonQuery(week: string, filter: ReportFilter) {
  return queryOptions({
    queryKey: ["reports", "comparison", week, filter],
    queryFn: ({ signal }) =>
      fetchJson<ReportComparison>(`${apiPath(week)}/comparison?${queryString(filter)}`, { signal }),
  });
}

export function apiPath(week: string): string {
  return `/api/reports/${encodeURIComponent(week)}`;
}
