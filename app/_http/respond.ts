import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { requireToken, tokenOf } from "./require-token";
import { requireViewer } from "./require-viewer";
import { assertHost, assertSameOrigin } from "./same-origin";

const STATUS: Record<AppError["code"], number> = {
  invalid: 400,
  unauthorised: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "too-many": 429,
};

const PERSONAL = { "cache-control": "no-store" };
/** What goes with a refusal. Every limit is counted by the minute. */
const BESIDE: Readonly<Record<number, Record<string, string>>> = {
  401: { "www-authenticate": "Bearer" },
  429: { "retry-after": "60" },
};

/**
 * Runs a route handler for somebody who is signed in, or for a token, which only reads. Changes must come from our own
 * screens.
 */
export function respond(request: Request, handle: (ctx: Ctx) => Promise<unknown>): Promise<Response> {
  return respondPublic(request, async () => {
    const token = tokenOf(request);
    if (token !== null) {
      const { ctx, allowance } = await requireToken(request, token);
      const response = responseOf(await handle(ctx));
      for (const [name, value] of Object.entries(allowance)) response.headers.set(name, value);
      return response;
    }
    const ctx = await requireViewer(unauthorised);
    if (changes(request) && ctx.viewer.role === "auditor")
      throw new AppError("forbidden", "An auditor reads and changes nothing.");
    return handle(ctx);
  });
}

const changes = ({ method }: Request) => method !== "GET" && method !== "HEAD";

/** The same without a viewer: signing in. */
export function respondPublic(request: Request, handle: () => Promise<unknown>): Promise<Response> {
  return answered(request, () => {
    if (changes(request)) assertMayChange(request);
    return handle();
  });
}

/** For who proves by a signature in the address what they may, and has no cookie that another site could misuse. */
export function respondBySignature(request: Request, handle: () => Promise<unknown>): Promise<Response> {
  return answered(request, handle);
}

/** Errors become responses here and in no other place. */
async function answered(request: Request, handle: () => Promise<unknown>): Promise<Response> {
  try {
    assertHost(request);
    return responseOf(await handle());
  } catch (error) {
    return problem(error, request);
  }
}

function assertMayChange(request: Request): void {
  if (tokenOf(request) !== null) throw new AppError("forbidden", "A token reads and changes nothing.");
  assertSameOrigin(request);
}

function responseOf(result: unknown): Response {
  if (result instanceof Response) return result;
  return result === undefined
    ? new Response(null, { status: 204, headers: PERSONAL })
    : Response.json(result, { headers: PERSONAL });
}

function unauthorised(): never {
  throw new AppError("unauthorised", "Sign in first: the link is in the terminal that runs Squelch.");
}

/** RFC 9457. What is not the caller's to mend is logged whole and stays opaque outside. */
function problem(error: unknown, request: Request): Response {
  const requestId = randomUUID();
  const { status, detail } = readable(error);
  if (status === 500) console.error(`${requestId} ${request.method} ${new URL(request.url).pathname}`, error);
  const title = status === 500 ? "Something broke on our side" : "The request was refused";
  return Response.json(
    { type: "about:blank", title, status, detail, requestId },
    { status, headers: { ...PERSONAL, ...BESIDE[status], "content-type": "application/problem+json" } },
  );
}

function readable(error: unknown): { status: number; detail: string } {
  if (error instanceof AppError) return { status: STATUS[error.code], detail: error.message };
  if (error instanceof z.ZodError) return { status: 400, detail: z.prettifyError(error) };
  if (error instanceof SyntaxError) return { status: 400, detail: "The body is not JSON." };
  return { status: 500, detail: "The error is in the log under this request id." };
}
