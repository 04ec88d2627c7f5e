import type { ApiRequest, BackfillApi, Resource, Task } from "@/lib/providers/backfill";
import { numberOf, objectOf, textOf, type Wire } from "@/lib/providers/wire";

const DAY_MS = 86_400_000;

/** What is asked for each alert. */
const OF_ALERT = ["recipients", "notes", "logs"] as const;

function ofAlert(list: (typeof OF_ALERT)[number], label: string): Resource {
  return {
    list,
    member: "data",
    kind: "child",
    ofMember: "alertId",
    label,
    request: ({ of = "", after }, limit): ApiRequest => {
      const path = `/v2/alerts/${encodeURIComponent(of)}/${list}`;
      if (list === "recipients") return { path, query: [["identifierType", "id"]] };
      const query: [string, string][] = [
        ["identifierType", "id"],
        ["limit", String(limit)],
        ["order", "asc"],
      ];
      if (after !== undefined) query.push(["offset", after], ["direction", "next"]);
      return { path, query };
    },
    ...(list === "recipients" ? {} : { nextKey: (records) => textOf(records.at(-1)?.offset) ?? null }),
  };
}

function paged(path: string) {
  return ({ offset = 0 }: Task, limit: number): ApiRequest => ({
    path,
    query: [
      ["limit", String(limit)],
      ["offset", String(offset)],
    ],
  });
}

function createdWithin({ since = 0, until = 0 }: Task): string {
  return `createdAt >= ${since} AND createdAt < ${until}`;
}

function listsOfAlerts(alerts: readonly Wire[]): Task[] {
  return alerts.flatMap(({ id }) => {
    const of = textOf(id);
    return of === undefined ? [] : OF_ALERT.map((list) => ({ list, of }));
  });
}

/**
 * https://docs.opsgenie.com/docs/alert-api: limit and offset together stay below 20,000. The next address that an answer
 * names is never called: only that there is one counts.
 */
export const opsgenieApi: BackfillApi = {
  provider: "opsgenie",
  regions: [
    { label: "US", baseUrl: "https://api.opsgenie.com" },
    { label: "EU", baseUrl: "https://api.eu.opsgenie.com" },
  ],
  headers: (token) => ({ authorization: `GenieKey ${token}`, accept: "application/json" }),
  // Its limits differ by plan and are not published as a number.
  pauseMs: 200,
  limit: 100,
  reach: 20_000,
  maxSpanMs: 7 * DAY_MS,
  minSpanMs: 1,
  resources: [
    { list: "users", member: "data", kind: "whole", label: "users", request: paged("/v2/users") },
    {
      list: "schedules",
      member: "data",
      kind: "whole",
      label: "schedules",
      request: () => ({ path: "/v2/schedules", query: [["expand", "rotation"]] }),
    },
    {
      list: "maintenance",
      member: "data",
      kind: "whole",
      isOptional: true,
      label: "maintenance windows",
      request: () => ({ path: "/v1/maintenance", query: [["type", "all"]] }),
    },
    {
      list: "alerts",
      member: "data",
      kind: "span",
      label: "alerts",
      request: (task, limit) => {
        const { query } = paged("")(task, limit);
        return {
          path: "/v2/alerts",
          query: [["query", createdWithin(task)], ["sort", "createdAt"], ["order", "asc"], ...query],
        };
      },
      count: {
        request: (task) => ({ path: "/v2/alerts/count", query: [["query", createdWithin(task)]] }),
        read: (answer) => numberOf(objectOf(answer.data)?.count),
      },
      children: listsOfAlerts,
    },
    ofAlert("recipients", "recipients"),
    ofAlert("notes", "notes"),
    ofAlert("logs", "log lines"),
  ],
  paging: (answer) => {
    const paging = answer.paging;
    const next = typeof paging === "object" && paging !== null && "next" in paging ? textOf(paging.next) : undefined;
    return { more: next !== undefined, total: null };
  },
  errorOf: (answer) => textOf(answer.message) ?? null,
};
