import type { Ctx } from "@/db/ctx";
import type { AlertsVerdictBody } from "@/lib/contract/triage";
import { AppError } from "@/lib/errors";
import { wordOf } from "./give-verdict";
import { type Made, makeGesture } from "./make-gesture";
import { type Subject, signaturesOf, storeWords } from "./store-words";

/** One word on alerts, for the pages that open from now on: undone as one. */
export function judgeAlerts(ctx: Ctx, { signatures: ids, ...said }: AlertsVerdictBody): Promise<Made> {
  const word = { ...wordOf(ctx, { ...said, note: null }), from: ctx.now };
  const subjects = [...new Set(ids)].map((id): Subject => ({ kind: "signature", id }));
  return makeGesture(ctx, "give", async (sql, gesture) => {
    for (const subject of subjects)
      if ((await signaturesOf(sql, ctx.workspaceId, [subject])).length === 0)
        throw new AppError("not-found", "One of these alerts is not there any more.");
    await storeWords(
      sql,
      ctx,
      gesture,
      subjects.map((subject) => ({ ...word, subject })),
    );
    return { words: subjects.length, signatures: await signaturesOf(sql, ctx.workspaceId, subjects) };
  });
}
