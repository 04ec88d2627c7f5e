import type { Ctx } from "@/db/ctx";
import type { LastGesture } from "@/lib/contract/verdict";

/** The viewer's last gesture that was not undone: after a reload, too, it can be. */
export async function lastGesture({ sql, workspaceId, viewer }: Ctx): Promise<LastGesture> {
  const [row] = await sql<{ id: string; kind: "give" | "withdraw" | "import"; made_at: Date; words: number }[]>`
    select id, kind, made_at, words from label_gestures
    where workspace_id = ${workspaceId} and user_id = ${viewer.userId} and undone_at is null order by no desc limit 1`;
  if (!row) return { last: null };
  const { made_at: madeAt, ...rest } = row;
  return { last: { ...rest, madeAt: madeAt.toISOString() } };
}
