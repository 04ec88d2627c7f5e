/** RFC 9457, as every route answers on failure. */
export type Problem = { title: string; detail: string | null; status: number; requestId: string | null };

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
  }
}

/** What a person is told of a failed call; null where none failed. */
export function sayProblem(error: Error | null): string | null {
  if (error === null) return null;
  return error instanceof ProblemError ? error.message : "It could not be sent. Try again.";
}

export async function fetchJson<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await reach(url, init);
  if (!response.ok) throw new ProblemError(problemOf(response.status, await response.text()));
  return (response.status === 204 ? null : await response.json()) as T;
}

async function reach(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ProblemError({
      title: "Squelch does not answer",
      detail: "The server could not be reached. Check that it is running, then try again.",
      status: 0,
      requestId: null,
    });
  }
}

/** Also reads answers of proxies in between, which are not JSON. */
export function problemOf(status: number, body: string): Problem {
  const told = parseObject(body);
  return {
    title: typeof told.title === "string" ? told.title : `The server answered ${status}`,
    detail: typeof told.detail === "string" ? told.detail : null,
    status,
    requestId: typeof told.requestId === "string" ? told.requestId : null,
  };
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A change. The header proves that the request comes from our own screens. */
export function send<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", url: string, body?: unknown): Promise<T> {
  return fetchJson<T>(url, {
    method,
    headers: { "x-squelch": "1", ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

export function queryString(filter: Record<string, string | number | undefined | null>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (value != null && value !== "") query.set(key, String(value));
  return query.toString();
}
