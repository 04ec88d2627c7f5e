import type { Ctx, Sql } from "@/db/ctx";
import { withRules } from "@/db/work-ctx";
import type { HoursBody, HoursPreview } from "@/lib/contract/load-settings";
import type { HourClass } from "@/lib/model/interruption";
import { DAY_MS } from "@/lib/time/boundaries";
import { placeInstant } from "@/lib/time/hour-rules";
import { assertMayChange } from "./change-organisation";
import { personClocks } from "./person-clocks";
import { applyHours } from "./set-hours";

const PREVIEW_DAYS = 28;

/** Placing so many takes about a second. */
const MOST = 200_000;

class RolledBack extends Error {}

/** What other hours would do to the last 28 days, tried out in a transaction that is rolled back. */
export async function previewHours(ctx: Ctx, body: HoursBody): Promise<HoursPreview> {
  assertMayChange(ctx);
  let preview: HoursPreview | null = null;
  const tried = ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const { clocks = [] } = await applyHours(sql, ctx, body);
    preview = await movesOf(sql, ctx, clocks);
    throw new RolledBack();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  if (!preview) throw new Error("a preview ended without a result");
  return preview;
}

async function movesOf(sql: Sql, ctx: Ctx, personIds: readonly string[]): Promise<HoursPreview> {
  const since = new Date(ctx.now - PREVIEW_DAYS * DAY_MS);
  const rows = await sql<{ person_id: string; at: Date; hour_class: HourClass }[]>`
    select person_id, at, hour_class from interruptions
    where workspace_id = ${ctx.workspaceId} and person_id = any(${personIds as string[]}::bigint[]) and at >= ${since}
      and coalesce(verdict, '') <> 'test'
    limit ${MOST + 1}`;
  const people = new Set(rows.map((row) => row.person_id));
  if (rows.length > MOST) return { people: people.size, interruptions: MOST, moves: null };
  const clocks = await personClocks(sql, await withRules(sql, ctx), [...people]);
  const moves = new Map<string, { from: HourClass; to: HourClass; interruptions: number }>();
  for (const { person_id: id, at, hour_class: from } of rows) {
    const clock = clocks.get(id)?.(at.getTime());
    const to = clock ? placeInstant(at.getTime(), clock).hourClass : from;
    if (to === from) continue;
    const move = moves.get(`${from} ${to}`) ?? { from, to, interruptions: 0 };
    moves.set(`${from} ${to}`, { ...move, interruptions: move.interruptions + 1 });
  }
  const list = [...moves.values()].sort((a, b) => b.interruptions - a.interruptions);
  return { people: people.size, interruptions: rows.length, moves: list };
}
