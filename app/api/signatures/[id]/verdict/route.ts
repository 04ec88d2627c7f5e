import { z } from "zod";
import { respond } from "@/app/_http/respond";
import { searchOf } from "@/app/_http/search";
import { giveVerdict, withdrawVerdict } from "@/db/commands/give-verdict";
import { idFrom } from "@/db/queries/pages";
import { SignatureVerdictBody } from "@/lib/contract/verdict";
import { startOfDate } from "@/lib/time/boundaries";

type Context = { params: Promise<{ id: string }> };

const subjectOf = async (params: Context["params"]) => ({
  kind: "signature" as const,
  id: idFrom((await params).id, "alert"),
});

export function PUT(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { seen, from, until, ...said } = SignatureVerdictBody.parse(await request.json());
    const period = {
      from: from === "now" ? ctx.now : from === null ? null : Date.parse(from),
      until: until === null ? null : isDate(until) ? startOfDate(until, ctx.zone) : Date.parse(until),
    };
    return giveVerdict(ctx, await subjectOf(params), said, { seen, period });
  });
}

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The word that was said last, or the one that is named: several may stand, each for its period. */
const Which = z.object({ word: z.string().optional() });

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return respond(request, async (ctx) => {
    const { word } = searchOf(request, Which);
    return withdrawVerdict(ctx, await subjectOf(params), word && idFrom(word, "verdict"));
  });
}
