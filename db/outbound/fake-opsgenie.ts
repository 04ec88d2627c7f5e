import { type FakeAnswer, type FakeServer, type Mishap, startFakeServer, without } from "./fake-server";

type Wire = Record<string, unknown>;

/** An alert with what is asked for it separately. */
export type FakeAlert = Wire & { id: string; createdAt: string; recipients: Wire[]; notes: Wire[]; logs: Wire[] };

type Options = {
  key: string;
  alerts: readonly FakeAlert[];
  users: readonly Wire[];
  now(): number;
  perMinute?: number;
  mishap?(request: number): Mishap | null;
};

/** Opsgenie's REST API as it documents itself, limits and error bodies included. */
export async function startFakeOpsgenie(options: Options): Promise<FakeServer> {
  const alerts = [...options.alerts].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  return startFakeServer({
    ...options,
    perMinute: options.perMinute ?? 600,
    refuse: (authorization) =>
      authorization === `GenieKey ${options.key}` ? null : failure(401, "Could not authenticate"),
    tooMany: () => ({
      ...failure(429, "You are making too many requests!"),
      headers: { "X-RateLimit-State": "THROTTLED", "X-RateLimit-Period-In-Sec": "60" },
    }),
    limitHeaders: () => ({ "X-RateLimit-State": "OK", "X-RateLimit-Period-In-Sec": "60" }),
    answer: (path, query) => answer(alerts, options.users, path, query),
  });
}

function failure(status: number, message: string): FakeAnswer {
  return { status, body: { message, took: 0.001, requestId: "r" } };
}

function answer(
  alerts: readonly FakeAlert[],
  users: readonly Wire[],
  path: string,
  query: URLSearchParams,
): FakeAnswer {
  if (path === "/v2/users") return paged(users, query);
  if (path === "/v2/schedules")
    return {
      status: 200,
      body: { data: [{ id: "s1", name: "First line", timezone: "Europe/Berlin", rotations: [] }] },
    };
  if (path === "/v1/maintenance") return { status: 200, body: { data: [], took: 0.1, requestId: "r" } };
  const [, id = "", list] = /^\/v2\/alerts\/([^/]+)\/(recipients|notes|logs)$/.exec(path) ?? [];
  if (list) {
    const alert = alerts.find((one) => one.id === decodeURIComponent(id));
    if (!alert) return failure(404, "Alert does not exist");
    return list === "recipients"
      ? { status: 200, body: { data: alert.recipients } }
      : keyed(alert[list] as Wire[], query);
  }
  if (path !== "/v2/alerts" && path !== "/v2/alerts/count") return failure(404, "Not found");
  const span = /^createdAt >= (\d+) AND createdAt < (\d+)$/.exec(query.get("query") ?? "");
  if (!span) return failure(422, "Query is not understood");
  const found = alerts.filter(
    ({ createdAt }) => Date.parse(createdAt) >= Number(span[1]) && Date.parse(createdAt) < Number(span[2]),
  );
  if (path.endsWith("/count")) return { status: 200, body: { data: { count: found.length } } };
  if (query.get("sort") !== "createdAt" || query.get("order") !== "asc") return failure(422, "Not in this test");
  return paged(
    found.map((alert) => without(alert, ["recipients", "notes", "logs"])),
    query,
  );
}

function paged(all: readonly Wire[], query: URLSearchParams): FakeAnswer {
  const [limit, offset] = [Number(query.get("limit") ?? 20), Number(query.get("offset") ?? 0)];
  if (!(limit >= 1 && limit <= 100)) return failure(422, "Limit must be between 1 and 100");
  if (offset + limit > 20_000) return failure(422, "Sum of offset and limit must be at most 20000");
  // A host that must never be called.
  const next = offset + limit < all.length ? { next: `https://169.254.169.254/?offset=${offset + limit}` } : {};
  return {
    status: 200,
    body: { data: all.slice(offset, offset + limit), paging: { first: "x", ...next }, took: 0.1, requestId: "r" },
  };
}

/** Notes and logs go on from the `offset` of the last one. */
function keyed(all: readonly Wire[], query: URLSearchParams): FakeAnswer {
  const limit = Number(query.get("limit") ?? 100);
  const after = query.get("offset") ?? "";
  const rest = [...all]
    .sort((a, b) => (String(a.offset) < String(b.offset) ? -1 : 1))
    .filter(({ offset }) => String(offset) > after);
  const next = rest.length > limit ? { next: "https://169.254.169.254/" } : {};
  return { status: 200, body: { data: rest.slice(0, limit), paging: next, took: 0.1, requestId: "r" } };
}
