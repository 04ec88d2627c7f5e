import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { whatIf } from "@/db/queries/what-if";
import { WhatIfBody, WhatIfSearch } from "@/lib/contract/what-if";

/** All settings of a kind: what the panel asks for, and an auditor may ask too. */
export function GET(request: Request): Promise<Response> {
  return respond(request, (ctx) => whatIf(ctx, searchOf(request, WhatIfSearch)));
}

/** The same, or one setting of one's own. Changes nothing: it is a POST because windows do not fit into an address. */
export function POST(request: Request): Promise<Response> {
  return respond(request, async (ctx) => whatIf(ctx, WhatIfBody.parse(await request.json())));
}
