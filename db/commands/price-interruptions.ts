import type { Sql, WorkCtx } from "@/db/ctx";
import { markHeatDays } from "@/db/rollups/heat-days";
import { markHeatWeeks } from "@/db/rollups/heat-weeks";
import { mergedPages } from "@/db/rollups/incidents";
import { markLeaderDates } from "@/db/rollups/leader-days";
import { datesOf } from "@/db/rollups/opened-dates";
import { type PersonDate, recountPersonDays } from "@/db/rollups/person-days";
import { markSignatureWeeks } from "@/db/rollups/signature-weeks";
import { markTeamWeeks, markTeamWeeksOf, teamWeeksOf } from "@/db/rollups/team-weeks";
import { markVerdictWeeks } from "@/db/rollups/verdict-weeks";
import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { interruptionVerdict } from "@/lib/report/tally-report";

type TouchedRow = {
  person: string;
  at: string;
  now: Verdict | "test" | null;
  date: string;
  signatureId: string;
  night: string | null;
  pages: { id: string; verdict: Verdict | null; reason: Reason | null }[];
};

/** A page that counts as something else now. */
export type MovedPage = { id: string; openedAt: Instant; team: string | null };

/** Prices the interruptions that hold these pages anew, by the rule of `interruptionVerdict`, and counts their days again. */
export async function priceInterruptions(sql: Sql, ctx: WorkCtx, moved: readonly MovedPage[]): Promise<void> {
  if (moved.length === 0) return;
  const { workspaceId, zone } = ctx;
  const pageIds = moved.map(({ id }) => id);
  const merged = await mergedPages(sql, workspaceId, pageIds);
  const counted = [...pageIds, ...merged];
  await markTeamWeeksOf(sql, workspaceId, teamWeeksOf(moved, zone));
  await markTeamWeeks(sql, workspaceId, merged);
  const rows = await sql<TouchedRow[]>`
    with touched as (
      select distinct person_id, at from interruption_pages
      where workspace_id = ${workspaceId} and page_id = any(${counted}::bigint[])
    )
    select t.person_id as person, t.at::text as at, max(i.verdict) as now, max(i.local_date)::text as date,
      max(i.signature_id) as "signatureId", max(i.night)::text as night,
      jsonb_agg(jsonb_build_object('id', p.id::text, 'verdict', p.verdict, 'reason', p.reason)) as pages
    from touched t
    join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = t.person_id and ip.at = t.at
    join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
    join interruptions i on i.workspace_id = ip.workspace_id and i.person_id = ip.person_id and i.at = ip.at
    group by t.person_id, t.at`;
  if (rows.length === 0) return;
  const priced = rows.flatMap(({ pages, now, ...row }) => {
    const verdicts = new Map(pages.map((page) => [page.id, page]));
    const verdict = interruptionVerdict({ pageKeys: [...verdicts.keys()] }, verdicts);
    return verdict === now ? [] : [{ ...row, now, verdict }];
  });
  await storePrices(sql, workspaceId, priced);
  const days = rows.map(({ person, date }): PersonDate => ({ person, date }));
  const nights = priced.flatMap(({ person, night }): PersonDate[] => (night === null ? [] : [{ person, date: night }]));
  await recountPersonDays(sql, workspaceId, [...days, ...nights]);
  await markVerdictWeeks(sql, workspaceId, [...days, ...nights]);
  await markHeatWeeks(sql, workspaceId, priced);
  await markHeatDays(
    sql,
    workspaceId,
    priced.map(({ date }) => date),
  );
  await markSignatureWeeks(sql, workspaceId, priced);
  const openings = moved.map(({ openedAt }) => openedAt);
  await markLeaderDates(sql, workspaceId, datesOf(openings, zone));
}

type Priced = Pick<TouchedRow, "person" | "at"> & { verdict: TouchedRow["now"] };

async function storePrices(sql: Sql, workspaceId: number, priced: readonly Priced[]): Promise<void> {
  if (priced.length === 0) return;
  await sql`
    update interruptions i set verdict = priced.verdict
    from unnest(${priced.map((row) => row.person)}::bigint[], ${priced.map((row) => row.at)}::timestamptz[],
      ${priced.map((row) => row.verdict)}::text[]) as priced(person_id, at, verdict)
    where i.workspace_id = ${workspaceId} and i.person_id = priced.person_id and i.at = priced.at
      and i.verdict is distinct from priced.verdict`;
}
