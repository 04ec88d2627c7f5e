import type { Ctx } from "@/db/ctx";
import type { ApplicationView, ApplyView } from "@/lib/contract/apply";
import type { Effect } from "@/lib/model/decision";
import type { Treatment } from "@/lib/model/treatment";
import { appliers } from "@/lib/silence/appliers";
import { writeMatcher } from "@/lib/silence/label-matcher";
import { wordsOf } from "@/lib/silence/weekly-intervals";
import { connections } from "./connections";
import { orderOf } from "./order-of";
import { NO_MEANS, planOf, planView } from "./plan-view";

/** Every way to carry out a decision, and what stands of it. */
export async function applyView(ctx: Ctx, decisionId: string, origin: string | null): Promise<ApplyView> {
  const { decision, order, labels, found } = await orderOf(ctx, decisionId, { origin, typed: null });
  const [list, applications] = await Promise.all([connections(ctx), applicationsOf(ctx, decisionId)]);
  return {
    decisionId,
    kind: decision.kind,
    treatment: decision.treatment && treatmentWords(decision.treatment),
    treatmentKind: decision.treatment?.kind ?? null,
    reason: decision.reason,
    expiresAt: decision.expiresAt?.toISOString() ?? null,
    endedAt: decision.endedAt?.toISOString() ?? null,
    forecast: decision.forecast && forecastWords(decision.forecast),
    matchers: {
      text: "matchers" in found ? found.matchers.map(writeMatcher).join("\n") : null,
      refused: "refused" in found ? found.refused : null,
      inside: labels.inside.length,
      outside: labels.outside.length,
    },
    ways: order
      ? appliers.map((applier) => {
          const { id, label, takes, checker } = applier;
          return { id, label, takes, checker, plan: planView(planOf(applier, order, NO_MEANS)) };
        })
      : [],
    connections: list,
    applications,
    canApply: ctx.viewer.role !== "auditor" && decision.endedAt === null,
    zone: ctx.zone,
  };
}

function treatmentWords(treatment: Treatment): string {
  switch (treatment.kind) {
    case "hold":
      return `wait ${treatment.holdMinutes} min before paging`;
    case "merge":
      return `join what comes back within ${treatment.mergeMinutes} min`;
    case "hold-and-merge":
      return `wait ${treatment.holdMinutes} min before paging, and join what comes back within ${treatment.mergeMinutes} min`;
    case "window":
      return `quiet ${wordsOf(treatment.quiet, treatment.zone)}`;
    case "ticket":
      return "a ticket instead of a page";
    case "drop":
      return "page nobody";
  }
}

function forecastWords({ openings, removed, interruptionsSaved, removedActionable }: Effect): string {
  return `On past pages: ${removed} of ${openings} openings gone, ${interruptionsSaved} interruptions saved, ${removedActionable.worst} actionable lost at worst.`;
}

const LISTED = 20;

type Row = Omit<ApplicationView, "appliedAt" | "endsAt" | "checkedAt" | "withheld"> & {
  appliedAt: Date;
  endsAt: Date | null;
  checkedAt: Date | null;
};

async function applicationsOf({ sql, workspaceId }: Ctx, decisionId: string): Promise<ApplicationView[]> {
  const rows = await sql<Row[]>`
    select a.id, a.applier, c.name as connection, a.external_id as "externalId", a.state, a.applied_at as "appliedAt",
      a.ends_at as "endsAt", a.checked_at as "checkedAt", a.trouble, w.all as "withheldCount", w.real as "realCount"
    from applications a
    left join connections c on c.workspace_id = a.workspace_id and c.id = a.target_id
    cross join lateral (
      select count(*)::int as all, count(real_because)::int as real from withheld w
      where w.workspace_id = a.workspace_id and w.application_id = a.id) w
    where a.workspace_id = ${workspaceId} and a.decision_id = ${decisionId} order by a.applied_at desc, a.id`;
  return Promise.all(
    rows.map(async ({ appliedAt, endsAt, checkedAt, ...row }) => ({
      ...row,
      appliedAt: appliedAt.toISOString(),
      endsAt: endsAt?.toISOString() ?? null,
      checkedAt: checkedAt?.toISOString() ?? null,
      withheld: await withheldOf({ sql, workspaceId }, row.id),
    })),
  );
}

type Withheld = Omit<ApplicationView["withheld"][number], "startedAt" | "endedAt"> & {
  startedAt: Date;
  endedAt: Date | null;
};

/** What is real first. */
async function withheldOf(
  { sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">,
  id: string,
): Promise<ApplicationView["withheld"]> {
  const rows = await sql<Withheld[]>`
    select labels, started_at as "startedAt", ended_at as "endedAt", signature_id as "signatureId",
      real_because as "realBecause"
    from withheld where workspace_id = ${workspaceId} and application_id = ${id}
    order by real_because is null, started_at desc, fingerprint limit ${LISTED}`;
  return rows.map(({ startedAt, endedAt, ...row }) => ({
    ...row,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
