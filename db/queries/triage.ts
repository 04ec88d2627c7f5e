import type { Ctx } from "@/db/ctx";
import type { SignatureRow } from "@/lib/contract/noise-report";
import type { Triage, TriageFilter, TriageItem } from "@/lib/contract/triage";
import type { LoopState, WatchOutcome } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { SignatureKind } from "@/lib/model/signature-edit";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { DAY_MS, localDateOf, startOfLocalDay } from "@/lib/time/boundaries";
import { becauseOf } from "@/lib/triage/because";
import type { FlagRule } from "@/lib/triage/flag";
import { byPain, painOf } from "@/lib/triage/queue";
import { namesInSight } from "./named/names-in-sight";
import { namelessReport } from "./noise-report";
import { rangeOf, scopeOf } from "./period";
import { emptyRow } from "./signature-detail";

/** Notes that the queue carries of each alert, the last ones. */
const NOTES = 5;

/** Alerts that wait for a decision, with what is known of them over the range. */
export async function triage(ctx: Ctx, filter: TriageFilter): Promise<Triage> {
  const asked = { ...filter, compare: "none" as const };
  const startOfToday = startOfLocalDay(ctx.now, ctx.zone);
  const [waiting, report, names, leftToday, run] = await Promise.all([
    waitingRows(ctx, filter, startOfToday),
    namelessReport(ctx, asked),
    namesInSight(ctx),
    leftSince(ctx, filter, startOfToday),
    lastRun(ctx),
  ]);
  const rows = new Map(report.signatures.map((row) => [row.id, row]));
  const today = localDateOf(ctx.now, ctx.zone);
  const items = waiting
    .map((row) => itemOf(ctx, row, withWord(rows.get(row.id) ?? emptyRow(row.id, row), row), names.nameOf, today))
    .sort((a, b) => Number(isRed(b)) - Number(isRed(a)) || byPain(rankedOf(a), rankedOf(b)));
  const isLater = ({ snoozedUntil }: TriageItem) => snoozedUntil !== null && Date.parse(snoozedUntil) > ctx.now;
  const people = [...names.sight.named].flatMap((id) => {
    const name = names.nameOf(id);
    return name === null ? [] : [{ id, name }];
  });
  return {
    range: rangeOf(scopeOf(ctx, filter)),
    items: items.filter((item) => !isLater(item)),
    later: items.filter(isLater).sort((a, b) => (a.snoozedUntil ?? "").localeCompare(b.snoozedUntil ?? "")),
    leftToday,
    lastCheckAt: run?.toISOString() ?? null,
    nextCheckAt: run && new Date(run.getTime() + DAY_MS).toISOString(),
    people: people.sort((a, b) => a.name.localeCompare(b.name, "en")),
    selfId: ctx.viewer.personId,
    today,
    canMove: ctx.viewer.role !== "auditor",
  };
}

type WaitingRow = {
  id: string;
  flagged_at: Date;
  flagged_for: Record<string, number | string>;
  owner_person_id: string | null;
  due_date: string | null;
  snoozed_until: Date | null;
  signature: string;
  provider: string;
  service: string | null;
  kind: SignatureKind;
  key: string;
  part: string | null;
  title: string | null;
  team: string | null;
  last: Date;
  handled: boolean;
  word: { verdict: Verdict; reason: Reason | null } | null;
  /** Of the last decision about it that proved something. */
  outcome: WatchOutcome | null;
  notes: TriageItem["notes"];
};

async function waitingRows(
  { sql, workspaceId, now }: Ctx,
  { team, service, urgency }: TriageFilter,
  startOfToday: Instant,
): Promise<WaitingRow[]> {
  return sql<WaitingRow[]>`
    with handled as (
      select unnest(signature_ids) as id from triage_moves
      where workspace_id = ${workspaceId} and made_at >= ${new Date(startOfToday)} and undone_at is null and kind not in ('note', 'flag')
      union select subject_id from person_verdicts
      where workspace_id = ${workspaceId} and subject = 'signature' and ended_at is null
        and given_at >= ${new Date(startOfToday)}
    )
    select s.id, t.flagged_at, t.flagged_for, t.owner_person_id, t.due_date::text as due_date, t.snoozed_until,
      s.signature, s.provider, s.service, s.kind, s.key, s.part, last.title, last.team, last.triggered_at as last,
      t.signature_id in (select id from handled) as handled,
      coalesce(notes.list, '[]') as notes, word.said as word, settled.outcome
    from triage_items t
    join signatures s on s.workspace_id = t.workspace_id and s.id = t.signature_id
    cross join lateral (
      select p.title, p.team, p.urgency, p.triggered_at from pages p
      where p.workspace_id = s.workspace_id and p.signature_id = s.id
      order by p.triggered_at desc, p.page_key limit 1) last
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', c.id::text, 'by', coalesce(u.name, '(no name)'), 'text', c.body,
        'at', to_char(c.said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by c.said_at desc, c.id) as list
      from (
        select * from triage_comments c
        where c.workspace_id = t.workspace_id and c.signature_id = t.signature_id and c.deleted_at is null
        order by c.said_at desc limit ${NOTES}) c
      left join users u on u.workspace_id = c.workspace_id and u.id = c.user_id) notes on true
    left join lateral (
      select jsonb_build_object('verdict', w.verdict, 'reason', w.reason) as said from person_verdicts w
      left join label_gestures g on g.workspace_id = w.workspace_id and g.id = w.gesture_id
      where w.workspace_id = t.workspace_id and w.subject = 'signature' and w.subject_id = t.signature_id
        and w.ended_at is null and (w.from_at is null or w.from_at <= ${new Date(now)})
        and (w.until_at is null or ${new Date(now)} < w.until_at)
      order by g.no desc nulls last, w.given_at desc nulls last, w.stored_at desc, w.id desc limit 1) word on true
    left join lateral (
      select w.outcome from decisions d
      join watch_windows w on w.workspace_id = d.workspace_id and w.decision_id = d.id and w.settled_at is not null
      where d.workspace_id = t.workspace_id and d.signature_id = t.signature_id
      order by w.settled_at desc, d.id limit 1) settled on true
    where t.workspace_id = ${workspaceId} and t.decision_id is null and t.gone_at is null
      and (${team ?? null}::text is null or last.team = ${team ?? null})
      and (${service ?? null}::text is null or s.service = ${service ?? null})
      and (${urgency ?? null}::text is null or last.urgency = ${urgency ?? null})`;
}

/** The word that holds for a page that opens now: one said today is of no page yet. */
function withWord(row: SignatureRow, { word }: WaitingRow): SignatureRow {
  return word ? { ...row, ...word, byPerson: true } : row;
}

function itemOf(
  { settings }: Ctx,
  waiting: WaitingRow,
  row: SignatureRow,
  nameOf: (personId: string) => string | null,
  today: string,
): TriageItem {
  const { owner_person_id: owner, due_date: dueDate, flagged_for: numbers } = waiting;
  const rule = numbers.rule as FlagRule;
  const state = waitingState(waiting, rule);
  const pain = row.interruptions && painOf(row.interruptions, settings.painWeights, 1 - row.probability);
  return {
    id: waiting.id,
    row,
    pain: pain && { ...pain, parts: [...pain.parts] },
    flaggedAt: waiting.flagged_at.toISOString(),
    rule,
    because: becauseOf(numbers, { hidden: row.interruptions === null, hidReal: state === "hid-something-real" }),
    owner: owner === null ? null : { id: owner, name: nameOf(owner) },
    dueDate,
    isOverdue: dueDate !== null && dueDate < today,
    snoozedUntil: waiting.snoozed_until?.toISOString() ?? null,
    state,
    suggestion: suggestionOf(row, rule),
    isHandledToday: waiting.handled,
    notes: waiting.notes,
  };
}

/** What brought it back to the queue says more than who sees to it. */
function waitingState({ owner_person_id: owner, outcome }: WaitingRow, rule: FlagRule): LoopState {
  if (rule !== "came-back") return owner === null ? "flagged" : "owned";
  return outcome === "hid-something-real" ? outcome : "came-back";
}

/** Before all pain: something real is missed as long as it stands. */
const isRed = ({ state }: TriageItem) => state === "hid-something-real";

/** What was flagged as noise is likely noise, also where the verdict of the range takes more certainty. */
function suggestionOf({ byPerson, verdict, reason }: SignatureRow, rule: FlagRule): TriageItem["suggestion"] {
  if (byPerson) return null;
  if (verdict !== "unclear") return { verdict, reason };
  return rule === "noise" ? { verdict: "noise", reason: null } : null;
}

/** What is not told has no say in the order. */
const rankedOf = ({ id, row, pain }: TriageItem) => ({
  id,
  title: row.title,
  pain: pain ?? { value: 0 },
  pages: row.pages,
  noisePages: row.counts.noise,
});

async function leftSince({ sql, workspaceId }: Ctx, { team, service }: TriageFilter, since: Instant): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from triage_items t
    join signatures s on s.workspace_id = t.workspace_id and s.id = t.signature_id
    left join decisions d on d.workspace_id = t.workspace_id and d.id = t.decision_id
    where t.workspace_id = ${workspaceId} and (d.decided_at >= ${new Date(since)} or t.gone_at >= ${new Date(since)})
      and (${service ?? null}::text is null or s.service = ${service ?? null})
      and (${team ?? null}::text is null or ${team ?? null} = (
        select p.team from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id
        order by p.triggered_at desc, p.page_key limit 1))`;
  return row?.n ?? 0;
}

async function lastRun({ sql, workspaceId }: Ctx): Promise<Date | null> {
  const [row] = await sql<{ at: Date }[]>`select ran_at as at from flag_runs where workspace_id = ${workspaceId}`;
  return row?.at ?? null;
}
