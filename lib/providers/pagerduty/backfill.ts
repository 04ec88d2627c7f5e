import type { ApiRequest, BackfillApi, Task } from "@/lib/providers/backfill";
import { numberOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";

const DAY_MS = 86_400_000;

type Query = [string, string][];

function paged(path: string, extra: Query = []) {
  return ({ offset = 0 }: Task, limit: number): ApiRequest => ({
    path,
    query: [...extra, ["limit", String(limit)], ["offset", String(offset)]],
  });
}

/** Times are read in the account's zone unless they carry an offset, and rendered in it unless another is asked for. */
function spanned(path: string, extra: Query = []) {
  return (task: Task, limit: number): ApiRequest => {
    const span: Query = [
      ["since", isoOf(task.since)],
      ["until", isoOf(task.until)],
      ["time_zone", "UTC"],
      // How many there are tells at once whether the span is too long; counting each time would be slow.
      ...(task.offset === undefined ? ([["total", "true"]] satisfies Query) : []),
    ];
    return paged(path, [...span, ...extra])(task, limit);
  };
}

function isoOf(at = 0): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Incidents that somebody wrote a note on: an entry of the log often lacks the text. */
function annotated(entries: readonly Wire[]): Task[] {
  const ids = entries.flatMap((entry) => {
    const id = textOf(objectOf(entry.incident)?.id);
    return textOf(entry.type)?.startsWith("annotate_log_entry") && id !== undefined ? [id] : [];
  });
  return [...new Set(ids)].map((of) => ({ list: "notes", of }));
}

/** https://developer.pagerduty.com/docs/rest-api-pagination and rest-api-rate-limits: 960 requests a minute and key. */
export const pagerdutyApi: BackfillApi = {
  provider: PROVIDER,
  regions: [
    { label: "US", baseUrl: "https://api.pagerduty.com" },
    { label: "EU", baseUrl: "https://api.eu.pagerduty.com" },
  ],
  headers: (token) => ({
    authorization: `Token token=${token}`,
    accept: "application/vnd.pagerduty+json;version=2",
    "content-type": "application/json",
  }),
  pauseMs: 100,
  limit: 100,
  reach: 10_000,
  // Six months are at least 181 days; shorter spans show sooner how far it has come.
  maxSpanMs: 30 * DAY_MS,
  minSpanMs: 1000,
  resources: [
    { list: "users", member: "users", kind: "whole", label: "users", request: paged("/users") },
    { list: "teams", member: "teams", kind: "whole", label: "teams", request: paged("/teams") },
    {
      list: "escalation_policies",
      member: "escalation_policies",
      kind: "whole",
      label: "escalation policies",
      request: paged("/escalation_policies"),
    },
    { list: "schedules", member: "schedules", kind: "whole", label: "schedules", request: paged("/schedules") },
    {
      list: "maintenance_windows",
      member: "maintenance_windows",
      kind: "whole",
      isOptional: true,
      label: "maintenance windows",
      request: paged("/maintenance_windows", [["filter", "all"]]),
    },
    {
      list: "incidents",
      member: "incidents",
      kind: "span",
      label: "incidents",
      // Oldest first: what opens meanwhile does not move what was not fetched yet.
      request: spanned("/incidents", [
        ["sort_by", "created_at:asc"],
        ["include[]", "first_trigger_log_entries"],
      ]),
    },
    {
      list: "log_entries",
      member: "log_entries",
      kind: "span",
      label: "log entries",
      // Never `is_overview`, which leaves out most of them. The incident says since when the page was open.
      request: spanned("/log_entries", [
        ["include[]", "incidents"],
        ["include[]", "channels"],
      ]),
      children: annotated,
    },
    {
      list: "notes",
      member: "notes",
      kind: "child",
      ofMember: "incident_id",
      label: "notes",
      request: ({ of = "" }) => ({ path: `/incidents/${encodeURIComponent(of)}/notes`, query: [] }),
    },
    {
      list: "notifications",
      member: "notifications",
      kind: "span",
      label: "notifications",
      request: spanned("/notifications"),
    },
    {
      list: "oncalls",
      member: "oncalls",
      kind: "span",
      label: "on-call entries",
      request: spanned("/oncalls"),
    },
  ],
  paging: (answer) => ({ more: answer.more === true, total: numberOf(answer.total) }),
  errorOf: (answer) => {
    const error = objectOf(answer.error);
    if (!error) return textOf(answer.error) ?? null;
    const details = Array.isArray(error.errors) ? error.errors.flatMap((one) => textOf(one) ?? []) : [];
    const words = [
      textOf(error.message) ?? [],
      details,
      objectsOf(error.errors).flatMap(({ message }) => textOf(message) ?? []),
    ];
    return words.flat().join(": ") || null;
  },
};
