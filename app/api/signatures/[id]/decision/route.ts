import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { decisionDefaults } from "@/db/queries/decision-draft";
import { idFrom } from "@/db/queries/pages";
import { DefaultsFilter } from "@/lib/contract/decision";

type Context = { params: Promise<{ id: string }> };

/** What the form of a decision shows first. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) =>
    decisionDefaults(ctx, idFrom((await params).id, "alert"), searchOf(request, DefaultsFilter).kind),
  );
}
