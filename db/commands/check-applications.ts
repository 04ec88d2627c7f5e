import type { Sql, WorkCtx } from "@/db/ctx";
import { OutboundError } from "@/db/outbound/http";
import { type SilenceBody, silenceApi, type WireSilence } from "@/db/outbound/send-silence";
import { type OrchestrationRule, orchestrationApi } from "@/db/outbound/service-orchestration";
import { openConnection } from "@/db/queries/connections";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import { isoOf } from "@/lib/silence/appliers/applier";
import type { ApplyTools } from "./apply-tools";
import { judgeWithheld, keepWithheld } from "./keep-withheld";
import { type StandingApplication, withdraw } from "./undo-application";

/** Between two looks at the other side. */
const EVERY = "55 seconds";
const AT_ONCE = 50;

type Tools = Pick<ApplyTools, "ring" | "call">;
type Found = {
  state: "standing" | "expired" | "withdrawn" | "removed-elsewhere";
  trouble: string | null;
  undone?: true;
};

/**
 * Looks at what stands elsewhere: whether somebody removed or changed it, and which alerts it withholds. What belongs to
 * a decision that has ended is taken back: less silence needs nobody's click. How many were looked at.
 */
export async function checkApplications(ctx: WorkCtx, now: Instant, tools: Tools): Promise<number> {
  const due = await takeDue(ctx, now);
  for (const application of due) {
    const found = await look(ctx, application, now, tools).catch((error: unknown): Found => {
      // The other side's trouble is shown; one of ours is the worker's to tell.
      if (error instanceof OutboundError || error instanceof AppError)
        return { state: "standing", trouble: error.message };
      throw error;
    });
    await ctx.sql`
      update applications set state = ${found.state}, trouble = ${found.trouble},
        undone_at = case when ${found.undone === true} then ${new Date(now)} else undone_at end
      where workspace_id = ${ctx.workspaceId} and id = ${application.id} and state = 'standing'`;
    if (found.state !== "standing") await endWithheld(ctx, application.id, now);
  }
  await judgeWithheld(ctx, now);
  return due.length;
}

type Due = StandingApplication & { decisionEnded: boolean };

/** Several workers may look: each row is one worker's for the while. */
async function takeDue({ sql, workspaceId }: WorkCtx, now: Instant): Promise<Due[]> {
  return sql<Due[]>`
    with due as (
      select a.workspace_id, a.id from applications a
      where a.workspace_id = ${workspaceId} and a.state = 'standing' and a.target_id is not null
        and (a.checked_at is null or a.checked_at <= ${new Date(now)}::timestamptz - ${EVERY}::interval)
      order by a.checked_at nulls first, a.id limit ${AT_ONCE} for update skip locked)
    update applications a set checked_at = ${new Date(now)}
    from due, decisions d
    where a.workspace_id = due.workspace_id and a.id = due.id
      and d.workspace_id = a.workspace_id and d.id = a.decision_id
    returning a.id, a.decision_id as "decisionId", a.applier, a.target_id as "targetId", a.external_id as "externalId",
      a.state, a.body, a.ends_at as "endsAt", d.ended_at is not null as "decisionEnded"`;
}

async function look(ctx: WorkCtx, application: Due, now: Instant, tools: Tools): Promise<Found> {
  const { targetId, externalId } = application;
  if (application.decisionEnded) {
    await withdraw(ctx, application, tools);
    return { state: "withdrawn", trouble: "Its decision has ended.", undone: true };
  }
  if (targetId === null || externalId === null) return { state: "standing", trouble: null };
  const connection = await openConnection(ctx, targetId, tools.ring);
  if (connection.kind === "pagerduty")
    return lookAtRule(await orchestrationApi(connection, tools.call).get(externalId), application);
  const api = silenceApi(connection, tools.call);
  const found = lookAtSilence(await api.get(externalId), application, now);
  if (found.state === "standing") {
    const withheld = (await api.silenced()).filter(({ status }) => status.silencedBy.includes(externalId));
    await keepWithheld(ctx, application.id, withheld, now);
  }
  return found;
}

/** A silence that ended when it was meant to has expired; sooner, somebody removed it. */
export function lookAtSilence(
  there: WireSilence | null,
  { body, endsAt }: Pick<StandingApplication, "body" | "endsAt">,
  now: Instant,
): Found {
  const end = endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (!there)
    return end <= now
      ? { state: "expired", trouble: null }
      : { state: "removed-elsewhere", trouble: "Alertmanager does not know this silence any more." };
  const thereEnds = Date.parse(there.endsAt);
  if (there.status.state === "expired")
    return thereEnds >= end
      ? { state: "expired", trouble: null }
      : {
          state: "removed-elsewhere",
          trouble: `Somebody expired it in Alertmanager at ${isoOf(wholeSecond(thereEnds))}.`,
        };
  const changes = [
    ...(sameMatchers(there, JSON.parse(body) as SilenceBody) ? [] : ["its matchers"]),
    ...(Math.abs(thereEnds - end) < 1_000 ? [] : [`its end, now ${isoOf(wholeSecond(thereEnds))}`]),
  ];
  const trouble = changes.length === 0 ? null : `Somebody changed ${changes.join(" and ")} in Alertmanager.`;
  return { state: "standing", trouble };
}

const wholeSecond = (at: Instant) => Math.floor(at / 1_000) * 1_000;

function sameMatchers(a: Pick<SilenceBody, "matchers">, b: Pick<SilenceBody, "matchers">): boolean {
  const words = ({ matchers }: Pick<SilenceBody, "matchers">) =>
    matchers.map(({ name, value, isRegex, isEqual }) => JSON.stringify([name, value, isRegex, isEqual])).sort();
  return words(a).join() === words(b).join();
}

type Path = Awaited<ReturnType<ReturnType<typeof orchestrationApi>["get"]>>;

function lookAtRule(path: Path, { decisionId, body }: Due): Found {
  const there = path.orchestration_path.sets
    .flatMap(({ rules }) => rules)
    .filter(({ label }) => label?.endsWith(`(squelch-${decisionId})`));
  if (there.length === 0)
    return { state: "removed-elsewhere", trouble: "Somebody took the rule out of the orchestration." };
  const [file] = (JSON.parse(body) as { name: string; after: string }[]).filter(({ name }) => name.endsWith(".json"));
  const sent = file ? ([JSON.parse(file.after)].flat() as OrchestrationRule[]) : [];
  const same = there.map(saidBy).join("\n") === sent.map(saidBy).join("\n");
  return { state: "standing", trouble: same ? null : "Somebody changed the rule in PagerDuty." };
}

/** PagerDuty adds members of its own. */
function saidBy(rule: OrchestrationRule): string {
  const { conditions, actions, disabled } = rule as {
    conditions?: { expression?: string }[];
    actions?: { suspend?: unknown; suppress?: unknown };
    disabled?: unknown;
  };
  const expressions = (conditions ?? []).map(({ expression }) => expression);
  return JSON.stringify([expressions, actions?.suspend ?? null, actions?.suppress === true, disabled === true]);
}

async function endWithheld(
  { sql, workspaceId }: { sql: Sql; workspaceId: number },
  id: string,
  now: Instant,
): Promise<void> {
  await sql`
    update withheld set ended_at = ${new Date(now)}
    where workspace_id = ${workspaceId} and application_id = ${id} and ended_at is null`;
}
