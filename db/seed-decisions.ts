import { decide } from "@/db/commands/decide";
import { takeEffect } from "@/db/commands/open-watch";
import { settleWatches } from "@/db/commands/settle-watches";
import { DecideBody } from "@/lib/contract/decision";
import type { Instant } from "@/lib/model/instant";
import { addDays, instantOfWall, localDateOf } from "@/lib/time/boundaries";
import type { Ctx, WorkCtx } from "./ctx";

/** A decision about an alert of the sample, found by its service and the beginning of its titles. */
type Step = {
  daysAgo: number;
  service: string;
  title: string;
  body: Omit<DecideBody, "signatureIds">;
  /** When its change was merged; missing = as it was decided. */
  mergedDaysAgo?: number;
};

/**
 * What the company of the sample decided: a change that proved quiet, one after which the alert came back, a silence that
 * hid a real fault and ended with the next major incident, and one that did its work and was forgotten.
 */
const STEPS: readonly Step[] = [
  {
    daysAgo: 17,
    service: "checkout-web",
    title: "Checkout requests failing with 503",
    mergedDaysAgo: 7,
    body: {
      kind: "tune",
      reason: "Only says that the main database is away: inhibited while that page is open.",
      treatment: { kind: "merge", mergeMinutes: 30 },
      changeUrl: "https://git.example.com/payments/alerts/pull/212",
      takesEffect: "with-change",
      review: { urgent: false, "not-otherwise-noticed": false },
    },
  },
  {
    daysAgo: 17,
    service: "postgres-main",
    title: "Replica",
    body: {
      kind: "silence",
      reason: "The replicas are rebuilt after the outage; they follow again when that is done.",
      expiresInDays: 30,
    },
  },
  {
    daysAgo: 9,
    service: "payments-api",
    title: "5xx rate",
    body: {
      kind: "silence",
      reason: "Errors during a rollout are expected: the release train runs all week.",
      expiresInDays: 7,
      review: { urgent: false, actionable: false },
    },
  },
  {
    daysAgo: 7,
    service: "warehouse-loader",
    title: "Nightly backup of warehouse",
    body: {
      kind: "tune",
      reason: "The backup begins an hour earlier, and its page waits until it is late by a quarter of an hour.",
      treatment: { kind: "hold", holdMinutes: 15 },
    },
  },
];

/** By the same commands as on the screens, with the times of the sample's own past. */
export async function decideInSample(ctx: WorkCtx & { now: Instant; dataDir: string }): Promise<void> {
  const [user] = await ctx.sql<Pick<Ctx["viewer"], "userId" | "name">[]>`
    select id as "userId", name from users where workspace_id = ${ctx.workspaceId} order by created_at, id limit 1`;
  if (!user) throw new Error("the workspace has no user");
  const at = (daysAgo: number): Ctx => ({
    ...ctx,
    now: morning(ctx.now, daysAgo),
    viewer: { ...user, role: "admin", personId: null },
  });
  for (const { daysAgo, service, title, body, mergedDaysAgo } of STEPS) {
    const alert = await alertOf(ctx, service, title);
    if (alert === null) continue;
    const { decisions } = await decide(
      at(daysAgo),
      DecideBody.parse({ ...body, signatureIds: [alert.id], ownerPersonId: alert.ownerId }),
    );
    if (mergedDaysAgo !== undefined && decisions[0]) await takeEffect(at(mergedDaysAgo), decisions[0].id);
  }
  // Day by day, as the worker would have seen it.
  for (let daysAgo = 16; daysAgo >= 0; daysAgo -= 4) await settleWatches(at(daysAgo));
}

/** Where the teams sit whose alerts these are. */
const ZONE = "Europe/Berlin";

/**
 * At ten, when nothing that decides an outcome opens: the job pages at three, the fault under the silence after three in
 * the afternoon. So a watch holds the same pages whatever the hour of the first start.
 */
function morning(now: Instant, daysAgo: number): Instant {
  const date = addDays(localDateOf(now, ZONE), -daysAgo);
  return Math.min(now, instantOfWall(Date.parse(`${date}T10:00:00Z`), ZONE));
}

/** With somebody of its team, who answers for what is decided. */
async function alertOf(
  { sql, workspaceId }: WorkCtx,
  service: string,
  title: string,
): Promise<{ id: string; ownerId: string | null } | null> {
  const [row] = await sql<{ id: string; ownerId: string | null }[]>`
    select p.signature_id as id, (
      select m.person_id from memberships m join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      join people o on o.workspace_id = m.workspace_id and o.id = m.person_id
      where m.workspace_id = p.workspace_id and t.name = p.team and m.to_date > current_date order by o.name limit 1) as "ownerId"
    from pages p where p.workspace_id = ${workspaceId} and p.service = ${service} and starts_with(p.title, ${title})
    group by p.workspace_id, p.signature_id, p.team order by count(*) desc, 1 limit 1`;
  return row ?? null;
}
