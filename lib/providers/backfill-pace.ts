import type { Instant } from "@/lib/model/instant";
import type { BackfillApi } from "./backfill";
import { numberOf, objectOf } from "./wire";

const FIRST_WAIT_MS = 1_000;
const LONGEST_BACK_OFF_MS = 5 * 60_000;
/** What a provider asks for is kept to, within reason. */
const LONGEST_WAIT_MS = 60 * 60_000;
/** About half an hour of waiting in all. */
export const MAX_TRIES = 12;

export type ApiAnswer = { status: number; headers: Readonly<Record<string, string>>; json: unknown };

export type Judgement =
  | { go: "on" }
  /** The thing asked for is not there, or not in this account's plan: everything else goes on. */
  | { go: "skip"; why: string }
  | { go: "wait"; ms: number; why: string }
  | { go: "stop"; why: string };

type Asked = { what: string; isOptional: boolean; now: Instant; tries: number; random: () => number };

/** What to do with an answer. `tries` counts those of this request that came to nothing, `what` names it for people. */
export function judgeAnswer(api: BackfillApi, answer: ApiAnswer, asked: Asked): Judgement {
  const { status } = answer;
  const words = api.errorOf(objectOf(answer.json) ?? {});
  const said = words === null ? `${status}` : `${status}: ${words}`;
  if (status >= 200 && status < 300) return { go: "on" };
  if (status === 429) return { go: "wait", ms: askedWait(answer.headers, asked) ?? backOff(asked), why: said };
  if (status >= 500 || status === 408) return again(`The provider answered ${said}`, asked);
  if (status === 401)
    return stop(`The provider does not accept the API token (${said}). Give a new one and start the backfill again.`);
  if (status === 403 && asked.isOptional)
    return { go: "skip", why: `${asked.what}: the API token may not read them (${said})` };
  if (status === 403)
    return stop(`The API token may not read ${asked.what} (${said}). Give one with read access to the whole account.`);
  if (status === 402 || status === 404) return { go: "skip", why: `${asked.what}: not there (${said})` };
  return stop(`The provider refused the request for ${asked.what} (${said}).`);
}

function stop(why: string): { go: "stop"; why: string } {
  return { go: "stop", why };
}

/** After a failure that may pass: twice as long each time, up to a limit of tries. */
export function again(why: string, asked: Pick<Asked, "tries" | "random">): Exclude<Judgement, { go: "on" }> {
  if (asked.tries + 1 >= MAX_TRIES) return stop(`${why}, ${MAX_TRIES} times in a row. The backfill can be resumed.`);
  return { go: "wait", ms: backOff(asked), why };
}

/** At least half of the step, so that several backfills do not come back at one moment. */
function backOff({ tries, random }: Pick<Asked, "tries" | "random">): number {
  const step = Math.min(LONGEST_BACK_OFF_MS, FIRST_WAIT_MS * 2 ** tries);
  return Math.round(step * (0.5 + random() / 2));
}

/** As the provider says it: seconds, or a date; Opsgenie names the period of its limit. */
function askedWait(headers: ApiAnswer["headers"], { now, random }: Asked): number | null {
  const date = Date.parse(headers["retry-after"] ?? "");
  const seconds = [headers["retry-after"], headers["ratelimit-reset"], headers["x-ratelimit-period-in-sec"]]
    .map(numberOf)
    .find((number) => number !== null);
  const ms = seconds === undefined || seconds === null ? date - now : seconds * 1000;
  if (Number.isNaN(ms)) return null;
  return Math.min(LONGEST_WAIT_MS, Math.max(FIRST_WAIT_MS, ms)) + Math.round(random() * 250);
}

/** Before the next request: our own pace, or until the period begins anew where nothing is left of this one. */
export function pauseAfter(api: BackfillApi, { headers }: Pick<ApiAnswer, "headers">): number {
  const left = numberOf(headers["ratelimit-remaining"]);
  const reset = numberOf(headers["ratelimit-reset"]);
  if (left === null || left > 0 || reset === null) return api.pauseMs;
  return Math.min(LONGEST_WAIT_MS, Math.max(api.pauseMs, reset * 1000));
}
