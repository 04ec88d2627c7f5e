import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { ownAddresses, teamIdOf } from "@/db/queries/digests";
import type { DigestBody, DigestTarget } from "@/lib/contract/digests";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import { storedTarget } from "./digest-target";
import type { DigestTools } from "./digest-tools";

/** Of a workspace, and of one's own. */
const MOST = { shared: 100, own: 5 };

/** Nothing is sent before its time, or before a person asks for a test. */
export async function addDigest(ctx: Ctx, body: DigestBody, tools: DigestTools): Promise<string> {
  await assertMayTarget(ctx, { own: body.own, target: body.target }, tools);
  if (body.own && ctx.viewer.personId === null)
    throw new AppError(
      "invalid",
      "Say under People first which of the people you are: without that there is no shift of yours.",
    );
  const { workspaceId, now, viewer } = ctx;
  const id = randomId();
  const { channel, address, sealed, shown } = storedTarget(id, body.target, tools);
  const clock = body.time.trigger === "clock" ? body.time : null;
  const owner = body.own ? viewer.userId : null;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await assertRoom(sql, workspaceId, owner);
    const teamId = body.team === null ? null : await teamIdOf(sql, workspaceId, body.team);
    await sql`
      insert into digests (workspace_id, id, kind, team_id, owner_user_id, channel, address, sealed, shown, trigger, weekday,
        minute, zone, enabled, runs_from, created_at, created_by_user_id)
      values (${workspaceId}, ${id}, ${body.kind}, ${teamId}, ${owner}, ${channel}, ${address}, ${sealed}, ${shown},
        ${body.time.trigger}, ${clock?.weekday ?? null}, ${clock?.minute ?? null}, ${clock?.zone ?? ctx.zone}, true,
        ${new Date(now)}, ${new Date(now)}, ${viewer.userId})`;
    const details = { digest: id, change: "added", kind: body.kind, channel };
    await appendAudit(sql, ctx, { what: "digest-changed", details });
  });
  return id;
}

/** Others than an admin are reminded of their own shifts alone, at an address that is known to be theirs or in Slack. */
export async function assertMayTarget(
  ctx: Ctx,
  { own, target }: { own: boolean; target: DigestTarget },
  { mail }: Pick<DigestTools, "mail">,
): Promise<void> {
  if (target.channel === "email" && mail === null)
    throw new AppError(
      "invalid",
      "No mail can be sent: whoever runs Squelch sets SQUELCH_SMTP_URL and SQUELCH_MAIL_FROM.",
    );
  if (ctx.viewer.role === "admin") return;
  if (!own)
    throw new AppError("forbidden", "Only an admin sets up digests. A reminder of your own shifts is yours to make.");
  if (target.channel === "webhook") throw new AppError("forbidden", "Only an admin sends to a webhook.");
  if (target.channel === "slack") return;
  const known = (await ownAddresses(ctx)).map((address) => address.toLowerCase());
  if (!known.includes(target.address.toLowerCase()))
    throw new AppError("invalid", "This address is not known to be yours. An admin may set it up for you.");
}

async function assertRoom(sql: Sql, workspaceId: number, owner: string | null): Promise<void> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from digests
    where workspace_id = ${workspaceId} and owner_user_id is not distinct from ${owner}::bigint`;
  const most = owner === null ? MOST.shared : MOST.own;
  if ((row?.n ?? 0) >= most) throw new AppError("conflict", `There are ${most} already. Remove one first.`);
}
