import { respond } from "@/app/_http/respond";
import { decide, decideEach } from "@/db/commands/decide";
import { decisions } from "@/db/queries/decisions";
import { DecideBody, DecideEachBody } from "@/lib/contract/decision";

export function GET(request: Request): Promise<Response> {
  return respond(request, decisions);
}

/** The same about one alert or many, or of each its own. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => {
    const body: unknown = await request.json();
    return isOfEach(body) ? decideEach(ctx, DecideEachBody.parse(body)) : decide(ctx, DecideBody.parse(body));
  });
}

/** Told apart first, so that what is wrong with a body is said of the one that was meant. */
const isOfEach = (body: unknown): boolean => typeof body === "object" && body !== null && "each" in body;
