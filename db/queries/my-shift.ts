import type { Ctx } from "@/db/ctx";
import type { MyShift, ShiftPage } from "@/lib/contract/shift";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Origin, Reason, Verdict } from "@/lib/model/verdict";
import { without } from "@/lib/model/without";
import { DAY_MS } from "@/lib/time/boundaries";
import { hoursBefore, lastShiftOf, SHIFT_LIMITS } from "@/lib/triage/last-shift";
import { sentencesOf } from "./explained";
import { shiftsWithin } from "./on-call";

type Time = { from: Instant; to: Instant };

/** The pages that interrupted the viewer in their last shift; where no schedule tells of one, up to their last page. */
export async function myShift(ctx: Ctx): Promise<MyShift> {
  const { viewer, now } = ctx;
  const person = viewer.personId;
  const none = { from: null, to: null, isRunning: false, schedule: null, zone: ctx.zone, groups: [] };
  if (person === null) return { ...none, known: "not-linked" };
  const zone = await zoneOf(ctx, person);
  const reach = (SHIFT_LIMITS.recentDays + SHIFT_LIMITS.longestDays) * DAY_MS;
  const shift = lastShiftOf(await shiftsWithin(ctx, { from: now - reach, to: now + 1 }, [person]), now);
  if (shift) {
    const { from, to, ...rest } = shift;
    return { ...rest, ...(await told(ctx, person, { from, to })), known: "shift", zone };
  }
  const lastAt = await lastPageAt(ctx, person);
  if (lastAt === null) return { ...none, known: "nothing", zone };
  return { ...none, ...(await told(ctx, person, hoursBefore(lastAt))), known: "last-pages", zone };
}

async function told(ctx: Ctx, person: string, time: Time): Promise<Pick<MyShift, "from" | "to" | "groups">> {
  const rows = await pagesIn(ctx, person, time);
  const alerts = [...groupBy(rows, ({ signature_id }) => signature_id)];
  const suggestions = new Map(
    alerts.flatMap(([id, pages]) => {
      const suggestion = suggestionOf(pages.filter(({ origin }) => origin !== "person"));
      return suggestion ? [[id, suggestion]] : [];
    }),
  );
  const sentences = await sentencesOf(ctx, new Map([...suggestions].map(([id, { page }]) => [id, page])));
  const groups = alerts.map(([id, pages]): Group => {
    const suggestion = suggestions.get(id);
    const sentence = sentences.get(id);
    const isTold = suggestion !== undefined && sentence !== undefined;
    return { ...groupOf(id, pages), suggestion: isTold ? { ...without(suggestion, "page"), sentence } : null };
  });
  return { from: new Date(time.from).toISOString(), to: new Date(time.to).toISOString(), groups };
}

type Row = {
  id: string;
  signature_id: string;
  name: string;
  service: string | null;
  triggered_at: Date;
  ended_at: Date | null;
  verdict: Verdict | null;
  reason: Reason | null;
  origin: Origin | null;
  inferred: Verdict | null;
  inferred_reason: Reason | null;
};

function pagesIn({ sql, workspaceId }: Ctx, person: string, { from, to }: Time): Promise<Row[]> {
  return sql<Row[]>`
    select p.id, p.signature_id, s.service, p.triggered_at, p.ended_at, p.verdict, p.reason, p.origin,
      case when s.kind = 'title' then s.key else coalesce(p.title, '(no title)') end || coalesce(' · ' || s.part, '') as name,
      v.verdict as inferred, v.reason as inferred_reason
    from (
      select distinct page_id from interruption_pages ip
      where ip.workspace_id = ${workspaceId} and ip.person_id = ${person} and ip.at >= ${new Date(from)}
        and ip.at < ${new Date(to)}) mine
    join pages p on p.workspace_id = ${workspaceId} and p.id = mine.page_id
    join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
    left join lateral (
      select verdict, reason from engine_words x where x.workspace_id = p.workspace_id and x.page_id = p.id
      order by x.classifier_version desc limit 1) v on true
    order by p.triggered_at desc, p.id`;
}

type Group = MyShift["groups"][number];

function groupOf(id: string, rows: readonly Row[]): Omit<Group, "suggestion"> {
  const [latest] = rows;
  return {
    id,
    title: latest?.name ?? "(no title)",
    service: latest?.service ?? null,
    pages: rows.map(pageOf),
  };
}

function pageOf({ id, triggered_at: opened, ended_at: ended, verdict, reason, origin }: Row): ShiftPage {
  return {
    id,
    openedAt: opened.toISOString(),
    endedAt: ended?.toISOString() ?? null,
    verdict,
    reason,
    byPerson: origin === "person",
  };
}

type Suggestion = Omit<NonNullable<Group["suggestion"]>, "sentence"> & { page: string };

/** What most of them are said to be, and the latest such page. */
function suggestionOf(rows: readonly Row[]): Suggestion | null {
  const kinds = groupBy(rows, ({ inferred, inferred_reason: reason }) => `${inferred} ${reason}`);
  const [most] = [...kinds.values()].sort((a, b) => b.length - a.length);
  const [first] = most ?? [];
  if (!most || !first || first.inferred === null || first.inferred === "unclear" || most.length * 2 <= rows.length)
    return null;
  return {
    verdict: first.inferred,
    reason: first.inferred_reason,
    pages: most.length,
    page: first.id,
  };
}

async function lastPageAt({ sql, workspaceId, now }: Ctx, person: string): Promise<Instant | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select max(at) as at from interruption_pages
    where workspace_id = ${workspaceId} and person_id = ${person} and at <= ${new Date(now)}`;
  return row?.at?.getTime() ?? null;
}

async function zoneOf({ sql, workspaceId, zone }: Ctx, person: string): Promise<string> {
  const [row] = await sql<{ zone: string | null }[]>`
    select time_zone as zone from people where workspace_id = ${workspaceId} and id = ${person}`;
  return row?.zone ?? zone;
}
