import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import { objectOf, objectsOf, type Wire } from "./wire";

const OPEN_OBJECT = 123;
/** Into so many parts a span is cut that is known only to be too long. */
const BLIND_PARTS = 16;

/** One request of an API, without its address and its token. */
export type ApiRequest = { path: string; query: readonly (readonly [string, string])[] };

/** Where one list of the API begins or goes on. Plain JSON: it lies in the database between two requests. */
export type Task = {
  /** Name of a resource of the API. */
  list: string;
  /** Of what happened within a span, half-open; whole units of the API's time. */
  since?: Instant;
  until?: Instant;
  /** Id of what the list belongs to, such as an alert. */
  of?: string;
  offset?: number;
  /** Where the API goes on from a key instead of an offset. */
  after?: string;
  /** Records of the whole list, as the API told with its first answer. */
  total?: number;
};

export type Plan = {
  /** The first is next. */
  todo: readonly Task[];
  /** What could not be fetched, for people. */
  issues: readonly string[];
};

export type Resource = {
  list: string;
  /** Member of the answer that holds the records. */
  member: string;
  /** `span`: asked for by time; `whole`: asked for once; `child`: asked for each of what another list told. */
  kind: "span" | "whole" | "child";
  /** Of a `child`: the member that names what the answer belongs to, where the kept answer gets one. */
  ofMember?: string;
  /** A token that may not read it does for the rest: it is left out, and said to be. */
  isOptional?: true;
  request(task: Task, limit: number): ApiRequest;
  /** Asked before each span, where the list itself does not tell how many records it has. */
  count?: { request(task: Task): ApiRequest; read(answer: Wire): number | null };
  /** Lists that belong to these records, asked for directly after them. */
  children?(records: readonly Wire[]): readonly Task[];
  /** Where a list goes on that knows keys instead of offsets; null where the answer does not tell it. */
  nextKey?(records: readonly Wire[]): string | null;
  /** For people: "log entries". */
  label: string;
};

/** What one provider's API allows and how it is asked. */
export type BackfillApi = {
  provider: string;
  /** Addresses of the API, by the region that an account lies in. */
  regions: readonly { label: string; baseUrl: string }[];
  headers(token: string): Readonly<Record<string, string>>;
  /** Between two requests, so that the account's other users of the API keep their share. */
  pauseMs: number;
  /** Records of one answer. */
  limit: number;
  /** An offset and the limit together may not exceed this: a longer list is asked for in shorter spans. */
  reach: number;
  /** No request may span more time. */
  maxSpanMs: number;
  /** A shorter span cannot be asked for. */
  minSpanMs: number;
  resources: readonly Resource[];
  /** Whether more of the list follows, and how many records it has where the API says so. */
  paging(answer: Wire): { more: boolean; total: number | null };
  /** The API's own words for an error, from its parsed answer. */
  errorOf(answer: Wire): string | null;
};

/** Everything that there is to ask for what happened between two instants. */
export function planBackfill(api: BackfillApi, since: Instant, until: Instant): Plan {
  const from = Math.floor(since / api.minSpanMs) * api.minSpanMs;
  const to = Math.ceil(until / api.minSpanMs) * api.minSpanMs;
  if (!(from < to)) throw new AppError("invalid", "A backfill must begin before it ends.");
  const todo = api.resources.flatMap(({ list, kind }): Task[] => {
    if (kind === "child") return [];
    return [kind === "whole" ? { list } : { list, since: from, until: to }];
  });
  return { todo, issues: [] };
}

/** The next request and its place in the plan; null when everything is asked for. */
export function nextRequest(api: BackfillApi, plan: Plan): { task: Task; request: ApiRequest } | null {
  const [task] = shortened(api, plan.todo);
  if (!task) return null;
  const resource = resourceOf(api, task);
  const request = isToCount(resource, task) ? resource.count.request(task) : resource.request(task, api.limit);
  return { task, request };
}

function isToCount(resource: Resource, { total }: Task): resource is Resource & Required<Pick<Resource, "count">> {
  return resource.count !== undefined && total === undefined;
}

export type AnswerRead = {
  plan: Plan;
  /** Records of the answer that are to be kept; 0 where it only told that the span must be shorter. */
  records: number;
};

/**
 * What remains after an answer to the next request. An answer that shows a span to hold more than can be reached is not
 * used: both halves of the span are asked for instead.
 */
export function readAnswer(api: BackfillApi, plan: Plan, answer: unknown): AnswerRead {
  const [task, ...rest] = shortened(api, plan.todo);
  if (!task) throw new RangeError("nothing was asked");
  const resource = resourceOf(api, task);
  const body = objectOf(answer);
  if (isToCount(resource, task))
    return { plan: { ...plan, todo: [...counted(api, resource, task, body), ...rest] }, records: 0 };
  const list = body?.[resource.member];
  if (!body || !Array.isArray(list)) {
    throw new AppError(
      "invalid",
      `The answer about ${resource.label} has no list "${resource.member}": this is not the API.`,
    );
  }
  const records = objectsOf(list);
  const { more, total } = api.paging(body);
  if (more && list.length === 0)
    throw new AppError("invalid", `The answer about ${resource.label} says that more follows, but holds nothing.`);
  const isAtEnd = resource.nextKey === undefined && offsetAfter(task, list.length) + api.limit > api.reach;
  if (total !== null && total > api.reach && canHalve(api, task))
    return { plan: { ...plan, todo: [...parts(api, task, 2), ...rest] }, records: 0 };
  // No total was told: each further try costs as many requests as there are pages, so it is made with short spans.
  if (more && isAtEnd && canHalve(api, task))
    return { plan: { ...plan, todo: [...parts(api, task, BLIND_PARTS), ...rest] }, records: 0 };
  const children = resource.children?.(records) ?? [];
  const issues = more && isAtEnd ? [unreachable(api, resource, { ...task, total: total ?? task.total })] : [];
  const following = more && !isAtEnd ? [goingOn(resource, task, records, list.length, total)] : [];
  return {
    plan: { todo: [...children, ...following, ...rest], issues: [...plan.issues, ...issues] },
    records: list.length,
  };
}

/** What remains where the thing asked for is not there: its task is left out, and said to be. */
export function skipTask(api: BackfillApi, plan: Plan, why: string): Plan {
  const [, ...rest] = shortened(api, plan.todo);
  return { todo: rest, issues: [...plan.issues, why] };
}

/** Whether everything else goes on where the token may not read it. */
export function isOptional(api: BackfillApi, task: Task): boolean {
  return resourceOf(api, task).isOptional === true;
}

/** The request for people: "incidents of 2026-01-01 to 2026-01-31". */
export function describeTask(api: BackfillApi, task: Task): string {
  const { label } = resourceOf(api, task);
  if (task.of !== undefined) return `${label} of ${task.of}`;
  if (task.since === undefined || task.until === undefined) return label;
  return `${label} from ${new Date(task.since).toISOString()} to ${new Date(task.until).toISOString()}`;
}

function offsetAfter({ offset = 0 }: Task, records: number): number {
  return offset + records;
}

function goingOn(resource: Resource, task: Task, records: readonly Wire[], length: number, total: number | null): Task {
  if (resource.nextKey) {
    const after = resource.nextKey(records);
    if (after === null || after === task.after)
      throw new AppError("invalid", `The answer about ${resource.label} says that more follows, but not where.`);
    return { ...task, after };
  }
  const known = total ?? task.total;
  return { ...task, offset: offsetAfter(task, length), ...(known === undefined ? {} : { total: known }) };
}

/** The first task cut to the longest span that may be asked for; the rest of it follows. */
function shortened(api: BackfillApi, todo: readonly Task[]): readonly Task[] {
  const [task, ...rest] = todo;
  if (!task || task.since === undefined || task.until === undefined) return todo;
  if (task.until - task.since <= api.maxSpanMs) return todo;
  const cut = task.since + api.maxSpanMs;
  return [{ ...task, until: cut }, { ...task, since: cut }, ...rest];
}

function canHalve({ minSpanMs }: BackfillApi, { since, until }: Task): boolean {
  return since !== undefined && until !== undefined && until - since >= 2 * minSpanMs;
}

/** Neighbours meet at one instant, which belongs to the later one. */
function parts({ minSpanMs }: BackfillApi, { list, since = 0, until = 0 }: Task, most: number): Task[] {
  const units = (until - since) / minSpanMs;
  const count = Math.min(most, units);
  const edge = (part: number) => since + Math.floor((units * part) / count) * minSpanMs;
  return Array.from({ length: count }, (_, part) => ({ list, since: edge(part), until: edge(part + 1) }));
}

function counted(
  api: BackfillApi,
  resource: Resource & Required<Pick<Resource, "count">>,
  task: Task,
  answer: Wire | null,
): Task[] {
  const total = answer && resource.count.read(answer);
  if (total === null)
    throw new AppError("invalid", `The answer holds no number of ${resource.label}: this is not the API.`);
  if (total > api.reach && canHalve(api, task)) return parts(api, task, 2);
  return total === 0 ? [] : [{ ...task, total }];
}

function unreachable(api: BackfillApi, { label, kind }: Resource, { since = 0, total, of }: Task): string {
  const all = total === undefined ? `more than ${thousands(api.reach)}` : thousands(total);
  const place = kind === "span" ? ` of ${new Date(since).toISOString()}` : of === undefined ? "" : ` of ${of}`;
  return `${all} ${label}${place}: the API gives out the first ${thousands(api.reach)} only, the others are missing here.`;
}

function thousands(number: number): string {
  return number.toLocaleString("en-GB");
}

function resourceOf(api: BackfillApi, { list }: Task): Resource {
  const resource = api.resources.find((one) => one.list === list);
  if (!resource) throw new RangeError(`no list ${list} in the API of ${api.provider}`);
  return resource;
}

/** Share of the time asked for that is fetched, in millionths. Lists without a time are few requests and do not count. */
export function progressPpm(api: BackfillApi, plan: Plan, since: Instant, until: Instant): number {
  const spans = api.resources.filter(({ kind }) => kind === "span").length;
  const whole = planBackfill(api, since, until).todo.find((task) => task.since !== undefined);
  const all = spans * ((whole?.until ?? 0) - (whole?.since ?? 0));
  if (plan.todo.length === 0 || all === 0) return 1_000_000;
  const left = plan.todo.reduce((sum, task) => sum + spanLeft(task), 0);
  // All of it only when nothing is left to ask.
  return Math.min(999_999, Math.max(0, Math.floor((1 - left / all) * 1_000_000)));
}

function spanLeft({ since, until, offset = 0, total }: Task): number {
  if (since === undefined || until === undefined) return 0;
  const share = total === undefined || total === 0 ? 0 : Math.min(1, offset / total);
  return (until - since) * (1 - share);
}

/**
 * The answer as it is kept. One that does not name what it belongs to, because only its address does, gets a member in
 * front: `{"incident_id":"PABC123","notes":[…]}`. The provider's own bytes follow unchanged.
 */
export function keptBody(api: BackfillApi, task: Task, body: Uint8Array): Uint8Array {
  const { ofMember } = resourceOf(api, task);
  if (ofMember === undefined) return body;
  const front = new TextEncoder().encode(`${JSON.stringify({ [ofMember]: task.of }).slice(0, -1)},`);
  const members = body.subarray(body.indexOf(OPEN_OBJECT) + 1);
  const kept = new Uint8Array(front.length + members.length);
  kept.set(front);
  kept.set(members, front.length);
  return kept;
}
