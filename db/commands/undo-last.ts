import type { Ctx } from "@/db/ctx";
import { lastGesture } from "@/db/queries/last-gesture";
import type { Undone } from "@/lib/contract/triage";
import { AppError } from "@/lib/errors";
import { undoGesture } from "./undo-gesture";
import { undoMove } from "./undo-move";

/** Undoes what the viewer did last, be it a verdict or a move in triage; after a reload, too. */
export async function undoLast(ctx: Ctx): Promise<Undone> {
  const [{ last }, move] = await Promise.all([lastGesture(ctx), lastMove(ctx)]);
  if (!last && !move) throw new AppError("not-found", "There is nothing of yours to undo.");
  if (last && (!move || Date.parse(last.madeAt) >= move.madeAt.getTime())) {
    const signatureIds = await signaturesOfGesture(ctx, last.id);
    await undoGesture(ctx, last.id);
    return { what: "verdict", signatureIds };
  }
  const { kind, signatureIds } = await undoMove(ctx, move?.no);
  return { what: kind, signatureIds };
}

async function lastMove({ sql, workspaceId, viewer }: Ctx): Promise<{ no: number; madeAt: Date } | null> {
  const [row] = await sql<{ no: number; madeAt: Date }[]>`
    select no::float8 as no, made_at as "madeAt" from triage_moves
    where workspace_id = ${workspaceId} and user_id = ${viewer.userId} and undone_at is null order by no desc limit 1`;
  return row ?? null;
}

/** Alerts that it named; a word on a page names none. */
async function signaturesOfGesture({ sql, workspaceId }: Ctx, gestureId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct subject_id as id from person_verdicts
    where workspace_id = ${workspaceId} and subject = 'signature' and (gesture_id = ${gestureId} or ended_by_gesture_id = ${gestureId})`;
  return rows.map(({ id }) => id);
}
