import type { Sql } from "@/db/ctx";
import { inPortions } from "./in-portions";
import type { Task } from "./judging-crew";

/**
 * Habits are a few hundred shares: more pages of a team than this change none of them by much, as long as each of its alerts
 * is among them. Some of its alerts alone may tell other habits: what proves that pages were worth it is often in a few.
 */
const HABIT_LIMITS = { teamPages: 2_000, latest: 250 };

/**
 * What habits are learnt from: all pages, or of a team with very many the latest of each alert. `pages`: how many these are.
 */
export async function habitTasks(
  sql: Sql,
  workspaceId: number,
  { teamPages, latest } = HABIT_LIMITS,
): Promise<{ tasks: Task[]; pages: number }> {
  const rows = await sql<{ id: string; pages: number; few: boolean }[]>`
    with alerts as (
      select signature_id as id, max(team) as team, count(*)::int as pages from pages
      where workspace_id = ${workspaceId} group by signature_id
    )
    select id, pages, sum(pages) over (partition by team) <= ${teamPages} as few from alerts order by id`;
  const whole = inPortions(rows.filter(({ few }) => few));
  const cut = inPortions(
    rows.filter(({ few }) => !few).map(({ id, pages }) => ({ id, pages: Math.min(pages, latest) })),
  );
  const tasks = [
    ...whole.alerts.map((alerts): Task => ({ kind: "observe", alerts, latest: null })),
    ...cut.alerts.map((alerts): Task => ({ kind: "observe", alerts, latest })),
  ];
  return { tasks, pages: whole.pages + cut.pages };
}
