import type { Ctx } from "@/db/ctx";
import type { DecideBody, DecisionDefaults } from "@/lib/contract/decision";
import { AppError } from "@/lib/errors";
import type { DecisionKind } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { compileScope } from "@/lib/silence/scope";
import { defaultExpiry, defaultReviewDate, expiryFault, silenceDays } from "@/lib/silence/silence-limits";
import { DAY_MS, localDateOf } from "@/lib/time/boundaries";
import { alertBaseline } from "./alert-baseline";
import { alertNames } from "./alert-names";

/** A decision with all that was left out filled in; who owns it may still depend on the queue. */
export type Draft = {
  scope: Scope;
  treatment: Treatment | null;
  reason: string;
  expiresAt: Instant | null;
  days: { usual: number; longest: number } | null;
  isTop: boolean;
  reviewDate: string;
};

type Asked = Pick<DecideBody, "kind" | "scope" | "treatment" | "reason" | "expiresAt" | "expiresInDays" | "reviewDate">;

/** What is asked for, or else the defaults that the form shows; refused where it may not be. */
export async function decisionDraft(ctx: Ctx, signatureId: string, asked: Asked): Promise<Draft> {
  const { kind } = asked;
  const scope = asked.scope ?? [{ field: "signature", operator: "=", value: signatureId }];
  compileScope(scope);
  const isSilence = kind === "silence";
  const told = toldExpiry(ctx, asked);
  if (!isSilence && told !== null)
    throw new AppError("invalid", "Only a silence expires; other decisions have a review date.");
  const isTop = isSilence && (await alertBaseline(ctx, scope, ctx.now)).isTop;
  const expiresAt = isSilence ? (told ?? defaultExpiry(ctx.now, isTop)) : null;
  const fault = expiresAt === null ? null : expiryFault(ctx.now, expiresAt, isTop);
  if (fault !== null) throw new AppError("invalid", fault);
  return {
    scope,
    treatment: treatmentOf(kind, asked.treatment),
    reason: asked.reason ?? (await reasonOf(ctx, signatureId)),
    expiresAt,
    days: isSilence ? silenceDays(isTop) : null,
    isTop,
    reviewDate: reviewDateOf(ctx, asked.reviewDate ?? defaultReviewDate(kind, ctx.now, expiresAt, ctx.zone)),
  };
}

/** When it is asked to end; null = nothing was said of it. */
export function toldExpiry(
  { now }: Pick<Ctx, "now">,
  { expiresAt, expiresInDays }: Pick<DecideBody, "expiresAt" | "expiresInDays">,
): Instant | null {
  if (expiresAt === undefined) return expiresInDays === undefined ? null : now + expiresInDays * DAY_MS;
  if (expiresInDays !== undefined) throw new AppError("invalid", "It ends at a time or after some days, not both.");
  return Date.parse(expiresAt);
}

/** A silence and a deletion page nobody, unless told otherwise; to keep or to mend treats no page. */
function treatmentOf(kind: DecisionKind, asked: Treatment | null | undefined): Treatment | null {
  if (kind === "keep" || kind === "fix") {
    if (asked) throw new AppError("invalid", `To ${kind} an alert changes none of its pages: leave the treatment out.`);
    return null;
  }
  return asked === undefined && (kind === "silence" || kind === "delete") ? { kind: "drop" } : (asked ?? null);
}

function reviewDateOf({ now, zone }: Ctx, date: string): string {
  if (date < localDateOf(now, zone)) throw new AppError("invalid", "The review date has passed: choose a later one.");
  return date;
}

const REASON_DAYS = 28;

/** The numbers that speak, where nobody says more. */
async function reasonOf({ sql, workspaceId, now }: Ctx, signatureId: string): Promise<string> {
  const [row] = await sql<{ judged: number; noise: number; reason: string | null }[]>`
    select count(*) filter (where verdict in ('noise', 'actionable'))::int as judged,
      count(*) filter (where verdict = 'noise')::int as noise,
      mode() within group (order by reason) filter (where verdict = 'noise') as reason
    from pages where workspace_id = ${workspaceId} and signature_id = ${signatureId}
      and triggered_at >= ${new Date(now - REASON_DAYS * DAY_MS)} and triggered_at <= ${new Date(now)}
      and reason is distinct from 'test'`;
  if (!row || row.judged === 0) return `Decided without judged pages in the ${REASON_DAYS} days before.`;
  const mostly = row.reason === null ? "" : `, mostly ${row.reason}`;
  return `${row.noise} of ${row.judged} judged pages of the last ${REASON_DAYS} days were noise${mostly}.`;
}

/** What the form of a decision shows before anybody changes it. */
export async function decisionDefaults(ctx: Ctx, signatureId: string, kind: DecisionKind): Promise<DecisionDefaults> {
  const [alert] = await alertNames(ctx, [signatureId]);
  if (!alert) throw new AppError("not-found", "There is no such alert.");
  const [draft, standing, people] = await Promise.all([
    decisionDraft(ctx, signatureId, { kind }),
    standingOf(ctx, signatureId),
    ownersFor(ctx, alert.team),
  ]);
  const owner = standing.ownerPersonId ?? ctx.viewer.personId;
  return {
    signatureId,
    kind,
    title: alert.title,
    reason: draft.reason,
    ownerPersonId: people.some(({ id }) => id === owner) ? owner : null,
    scope: [...draft.scope],
    treatment: draft.treatment as DecisionDefaults["treatment"],
    expiresAt: draft.expiresAt === null ? null : new Date(draft.expiresAt).toISOString(),
    days: draft.days,
    isTop: draft.isTop,
    reviewDate: draft.reviewDate,
    zone: ctx.zone,
    today: localDateOf(ctx.now, ctx.zone),
    people,
    inForce: standing.inForce,
  };
}

type Standing = { ownerPersonId: string | null; inForce: DecisionDefaults["inForce"] };

async function standingOf({ sql, workspaceId }: Ctx, signatureId: string): Promise<Standing> {
  const [[item], [decision]] = await Promise.all([
    sql<{ owner: string | null }[]>`
      select owner_person_id as owner from triage_items
      where workspace_id = ${workspaceId} and signature_id = ${signatureId} and decision_id is null and gone_at is null`,
    sql<{ id: string; kind: DecisionKind; at: Date; owner: string | null }[]>`
      select id, kind, decided_at as at, owner_person_id as owner from decisions
      where workspace_id = ${workspaceId} and signature_id = ${signatureId} and ended_at is null`,
  ]);
  return {
    ownerPersonId: item?.owner ?? decision?.owner ?? null,
    inForce: decision ? { id: decision.id, kind: decision.kind, decidedAt: decision.at.toISOString() } : null,
  };
}

/** Everybody may answer for a decision; that names nobody's load. */
async function ownersFor(
  { sql, workspaceId, now, zone }: Ctx,
  team: string | null,
): Promise<DecisionDefaults["people"]> {
  const today = localDateOf(now, zone);
  return await sql<DecisionDefaults["people"]>`
    select p.id, coalesce(p.name, p.email, '(no name)') as name, exists (
      select from memberships m join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      where m.workspace_id = p.workspace_id and m.person_id = p.id and t.name = ${team}
        and m.from_date <= ${today} and m.to_date > ${today}) as "inTeam"
    from people p where p.workspace_id = ${workspaceId} and p.erased_at is null order by 3 desc, 2, 1`;
}
