import { type FakeAnswer, type FakeServer, type Mishap, startFakeServer, without } from "./fake-server";

type Wire = Record<string, unknown>;

type FakeAccount = {
  /** As `GET /incidents` lists them, each with its `log_entries`. */
  incidents: readonly Wire[];
  users: readonly Wire[];
  windows?: readonly Wire[];
  /** Paths of services, by the service's id; written as they are sent. */
  orchestrations?: Map<string, Wire>;
};

type Options = FakeAccount & {
  token: string;
  now(): number;
  perMinute?: number;
  mishap?(request: number): Mishap | null;
  /** Answers that do not tell totals, although asked. */
  hidesTotal?: boolean;
};

const SIX_MONTHS_MS = 184 * 86_400_000;
/** The account's zone, in which times are told unless another is asked for. */
const ACCOUNT_OFFSET = { text: "+05:30", ms: 5.5 * 3_600_000 };

/** PagerDuty's REST API as it documents itself, limits and error bodies included. */
export async function startFakePagerduty(options: Options): Promise<FakeServer> {
  const account = new Account(options);
  return startFakeServer({
    ...options,
    perMinute: options.perMinute ?? 960,
    refuse: (authorization) =>
      authorization === `Token token=${options.token}` ? null : failure(401, 2006, "Authentication failed", []),
    tooMany: (secondsLeft) => ({
      ...failure(429, 2020, "Rate Limit Exceeded", []),
      headers: { "ratelimit-remaining": "0", "ratelimit-reset": String(secondsLeft) },
    }),
    limitHeaders: (left, secondsLeft) => ({
      "ratelimit-limit": String(options.perMinute ?? 960),
      "ratelimit-remaining": String(left),
      "ratelimit-reset": String(secondsLeft),
    }),
    answer: (path, query, sent) => account.answer(path, query, sent),
    change: () => account.change(),
  });
}

function failure(status: number, code: number, message: string, errors: string[]): FakeAnswer {
  return { status, body: { error: { message, code, ...(errors.length > 0 ? { errors } : {}) } } };
}

const invalid = (...errors: string[]) => failure(400, 2001, "Invalid Input Provided", errors);

class Account {
  private readonly incidents: Wire[];
  private readonly entries: Wire[];

  constructor(private readonly options: Options) {
    this.incidents = options.incidents.map((one) => without(one, ["log_entries"])).sort(byTime("created_at"));
    const entries = options.incidents.flatMap(({ log_entries: entries }) => entries as Wire[]);
    // Newest first.
    this.entries = entries.sort(byTime("created_at")).reverse();
  }

  /** A new incident, and an edited one, while somebody turns pages. */
  change(): void {
    const at = new Date(this.options.now()).toISOString().replace(/\.\d+/, "");
    this.incidents.push({ ...this.incidents[0], id: `PNEW${this.incidents.length}`, created_at: at });
    const edited = this.incidents[0];
    if (edited) edited.updated_at = at;
  }

  answer(path: string, query: URLSearchParams, sent: { method: string; body: string }): FakeAnswer {
    const service = /^\/event_orchestrations\/services\/([^/]+)$/.exec(path)?.[1];
    if (service !== undefined) return this.orchestration(service, sent);
    if (sent.method !== "GET") return failure(404, 2100, "Not Found", []);
    const notes = /^\/incidents\/([^/]+)\/notes$/.exec(path)?.[1];
    if (notes !== undefined) return { status: 200, body: { notes: this.notesOf(decodeURIComponent(notes)) } };
    switch (path) {
      case "/event_orchestrations":
        return { status: 200, body: { orchestrations: [], limit: 1, offset: 0, total: 0, more: false } };
      case "/users":
        return this.list("users", [...this.options.users], query);
      case "/teams":
      case "/escalation_policies":
      case "/schedules":
        return this.list(path.slice(1), this.named(path.slice(1)), query);
      case "/maintenance_windows":
        return this.list("maintenance_windows", this.options.windows ?? [], query);
      case "/incidents":
        return this.spanned("incidents", this.incidents, "created_at", query);
      case "/log_entries":
        return this.spanned("log_entries", this.entries, "created_at", query, (entry) => this.entry(entry, query));
      case "/notifications":
        return this.spanned("notifications", this.notifications(), "started_at", query);
      case "/oncalls":
        return this.list("oncalls", this.oncalls(), query);
      default:
        return failure(404, 2100, "Not Found", []);
    }
  }

  /** Written whole, and answered with ids of rules that had none. */
  private orchestration(service: string, { method, body }: { method: string; body: string }): FakeAnswer {
    const paths = this.options.orchestrations;
    if (!paths?.has(service)) return failure(404, 2100, "Not Found", []);
    if (method === "PUT") {
      const path = JSON.parse(body) as { orchestration_path: { sets: { rules: Wire[] }[] } };
      for (const set of path.orchestration_path.sets)
        set.rules = set.rules.map((rule, at) => ({ id: `r${at}`, disabled: false, ...rule }));
      paths.set(service, path);
    }
    return { status: 200, body: paths.get(service) };
  }

  private list(member: string, all: readonly Wire[], query: URLSearchParams): FakeAnswer {
    const [limit, offset] = [Number(query.get("limit") ?? 25), Number(query.get("offset") ?? 0)];
    if (!(limit >= 1 && limit <= 100)) return invalid("Limit must be between 1 and 100.");
    if (offset + limit > 10_000) return invalid("Offset must be less than or equal to 10000 - limit.");
    const total = query.get("total") === "true" && !this.options.hidesTotal ? all.length : null;
    const page = all.slice(offset, offset + limit).map((item) => rendered(item, query.get("time_zone")));
    return { status: 200, body: { [member]: page, limit, offset, total, more: offset + limit < all.length } };
  }

  private spanned(
    member: string,
    all: readonly Wire[],
    time: string,
    query: URLSearchParams,
    show: (item: Wire) => Wire = (item) => item,
  ): FakeAnswer {
    const until = query.has("until") ? read(query.get("until") ?? "") : this.options.now();
    const since = query.has("since") ? read(query.get("since") ?? "") : until - 30 * 86_400_000;
    if (Number.isNaN(since) || Number.isNaN(until)) return invalid("Since or until is not a date.");
    if (until - since > SIX_MONTHS_MS) return invalid("The time range must not exceed 6 months.");
    if (query.get("is_overview") === "true") return invalid("Not in this test.");
    const found = all.filter((item) => {
      const at = Date.parse(String(item[time]));
      return at >= since && at < until;
    });
    return this.list(member, found.map(show), query);
  }

  /** A reference to its incident and the bare type of its channel, unless more is asked for. */
  private entry(entry: Wire, query: URLSearchParams): Wire {
    const include = query.getAll("include[]");
    const id = (entry.incident as Wire).id;
    const incident = include.includes("incidents") ? this.incidents.find((one) => one.id === id) : entry.incident;
    const { channel } = entry;
    const rest = without(entry, ["note", "event_details", "channel"]);
    const whole = include.includes("channels") || channel === undefined;
    return { ...rest, incident, ...(whole ? { channel } : { channel: { type: (channel as Wire).type } }) };
  }

  private notesOf(id: string): Wire[] {
    const entries = this.entries.filter((one) => one.type === "annotate_log_entry" && (one.incident as Wire).id === id);
    return entries.map((entry) => ({
      id: `N${String(entry.id).slice(1, 9)}`,
      user: entry.agent,
      content: entry.note,
      created_at: entry.created_at,
    }));
  }

  private notifications(): Wire[] {
    return this.entries
      .filter(({ type }) => type === "notify_log_entry")
      .map((entry) => {
        const { type, address } = (entry.channel as Wire).notification as Wire;
        return {
          id: `NT${String(entry.id).slice(1, 9)}`,
          type: `${String(type)}_notification`,
          started_at: entry.created_at,
          address,
          user: entry.user,
        };
      });
  }

  private oncalls(): Wire[] {
    const [user] = this.options.users;
    return [
      {
        user: { id: user?.id, type: "user_reference", summary: user?.name },
        schedule: null,
        escalation_level: 1,
        start: null,
        end: null,
      },
    ];
  }

  private named(list: string): Wire[] {
    const type = { teams: "team", escalation_policies: "escalation_policy", schedules: "schedule" }[list];
    return Array.from({ length: 3 }, (_, i) => ({
      id: `${type}${i}`,
      type,
      summary: `${type} ${i}`,
      name: `${type} ${i}`,
    }));
  }
}

function byTime(member: string) {
  return (a: Wire, b: Wire) => Date.parse(String(a[member])) - Date.parse(String(b[member]));
}

/** Times without an offset are the account's. */
function read(text: string): number {
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : text + ACCOUNT_OFFSET.text);
}

function rendered(item: Wire, zone: string | null): Wire {
  if (zone === "UTC") return item;
  const local = (text: string) =>
    new Date(Date.parse(text) + ACCOUNT_OFFSET.ms).toISOString().slice(0, 19) + ACCOUNT_OFFSET.text;
  return JSON.parse(JSON.stringify(item), (_, value: unknown) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/.test(value) ? local(value) : value,
  ) as Wire;
}
