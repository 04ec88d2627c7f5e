import type { Ctx } from "@/db/ctx";
import { alertNames } from "@/db/queries/alert-names";
import { lastGesture } from "@/db/queries/last-gesture";
import type { Undone } from "@/lib/contract/triage";
import { AppError } from "@/lib/errors";
import { DAY_MS } from "@/lib/time/boundaries";
import type { ApplyTools } from "./apply-tools";
import { NOTE_MOVE } from "./note-report";
import { undoApplication } from "./undo-application";
import { undoGesture } from "./undo-gesture";
import { undoMove } from "./undo-move";

type Done = { madeAt: Date; undo: () => Promise<Omit<Undone, "stays">>; what: string };

/** Whoever keeps pressing does not walk back through months. */
const LOOKED_AT = 20;

/**
 * Undoes what the viewer did last, be it a verdict, a move in triage, a note of a report, or something applied elsewhere;
 * after a reload, too.
 * What cannot be undone any more is passed over, and said: what was done before it may have nothing to do with it, and
 * where it has, that refuses on its own.
 */
export async function undoLast(ctx: Ctx, tools: ApplyTools): Promise<Undone> {
  const lists = await Promise.all([gestures(ctx), applied(ctx, tools), moves(ctx)]);
  // Of the same instant: what was applied after what was decided, and a word last.
  const done = lists.flat().sort((a, b) => b.madeAt.getTime() - a.madeAt.getTime());
  const stays: string[] = [];
  for (const { undo, what } of done) {
    try {
      return { ...(await undo()), stays };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "conflict") throw error;
      stays.push(`${what}: ${error.message}`);
    }
  }
  const [first] = stays;
  throw first === undefined
    ? new AppError("not-found", "There is nothing of yours to undo.")
    : new AppError("conflict", first);
}

async function gestures(ctx: Ctx): Promise<Done[]> {
  const { last } = await lastGesture(ctx);
  if (!last) return [];
  const undo = async () => {
    const signatureIds = await signaturesOfGesture(ctx, last.id);
    await undoGesture(ctx, last.id);
    return { what: "verdict", signatureIds, sentence: null };
  };
  return [{ madeAt: new Date(last.madeAt), what: "The verdict", undo }];
}

async function moves(ctx: Ctx): Promise<Done[]> {
  const { sql, workspaceId, viewer } = ctx;
  const rows = await sql<{ no: number; kind: string; madeAt: Date; ids: string[] }[]>`
    select no::float8 as no, kind, made_at as "madeAt", signature_ids::text[] as ids from triage_moves
    where workspace_id = ${workspaceId} and user_id = ${viewer.userId} and undone_at is null
    order by no desc limit ${LOOKED_AT}`;
  const names = new Map(
    (
      await alertNames(
        ctx,
        rows.flatMap(({ ids }) => ids),
      )
    ).map(({ id, title }) => [id, title]),
  );
  return rows.map(({ no, kind, madeAt, ids }) => ({
    madeAt,
    what: kind === NOTE_MOVE ? "The note of a report" : `${kind}, ${namedAs(ids, names)}`,
    undo: async () => {
      const { signatureIds } = await undoMove(ctx, no);
      return { what: kind, signatureIds, sentence: null };
    },
  }));
}

/** Later a key pressed by mistake takes back nothing that stands elsewhere: its own button does. */
const APPLIED_WITHIN_MS = DAY_MS;

/** What stands elsewhere because the viewer applied it. */
async function applied(ctx: Ctx, tools: ApplyTools): Promise<Done[]> {
  const { sql, workspaceId, viewer, now } = ctx;
  const rows = await sql<{ id: string; madeAt: Date; signatureId: string; externalId: string; target: Target }[]>`
    select a.id, a.applied_at as "madeAt", d.signature_id as "signatureId", a.external_id as "externalId",
      jsonb_build_object('kind', c.kind, 'name', c.name) as target
    from applications a
    join decisions d on d.workspace_id = a.workspace_id and d.id = a.decision_id
    join connections c on c.workspace_id = a.workspace_id and c.id = a.target_id
    where a.workspace_id = ${workspaceId} and a.applied_by_user_id = ${viewer.userId} and a.state = 'standing'
      and a.external_id is not null and a.applied_at > ${new Date(now - APPLIED_WITHIN_MS)}
    order by a.applied_at desc limit ${LOOKED_AT}`;
  const names = new Map(
    (
      await alertNames(
        ctx,
        rows.map(({ signatureId }) => signatureId),
      )
    ).map(({ id, title }) => [id, title]),
  );
  return rows.map(({ id, madeAt, signatureId, externalId, target }) => {
    const object = objectOf(target, externalId);
    return {
      madeAt,
      what: object,
      undo: async () => {
        await undoApplication(ctx, id, tools);
        const gone = target.kind === "alertmanager" ? "is expired" : "is taken out";
        const sentence = `${object} ${gone}: ${namedAs([signatureId], names)} pages again. The decision stays.`;
        return { what: "application", signatureIds: [signatureId], sentence };
      },
    };
  });
}

type Target = { kind: string; name: string };

const objectOf = ({ kind, name }: Target, externalId: string) =>
  kind === "alertmanager" ? `Silence ${externalId} in ${name}` : `The rule in ${name} on ${externalId}`;

function namedAs(ids: readonly string[], names: ReadonlyMap<string, string>): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? `“${names.get(only) ?? only}”` : `${ids.length} alerts`;
}

/** Alerts that it named; a word on a page names none. */
async function signaturesOfGesture({ sql, workspaceId }: Ctx, gestureId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select distinct subject_id as id from person_verdicts
    where workspace_id = ${workspaceId} and subject = 'signature' and (gesture_id = ${gestureId} or ended_by_gesture_id = ${gestureId})`;
  return rows.map(({ id }) => id);
}
