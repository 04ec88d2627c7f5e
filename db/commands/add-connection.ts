import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { hostAndPort } from "@/db/outbound/http";
import { assertRemote } from "@/db/outbound/push-branch";
import { secretPlace } from "@/db/queries/connections";
import { type KeyRing, seal } from "@/db/secrets/key-ring";
import type { ConnectionBody } from "@/lib/contract/connections";
import { AppError } from "@/lib/errors";
import { hintOf } from "./add-secret";
import { appendAudit } from "./append-audit";
import { assertAdmin } from "./assert-admin";

type Options = { ring: () => KeyRing; allow: readonly string[]; remotes: readonly string[] };

/** One more system that decisions may be carried out in. Nothing is sent there before a person says so. */
export async function addConnection(ctx: Ctx, body: ConnectionBody, options: Options): Promise<string> {
  assertAdmin(ctx);
  const { workspaceId, now } = ctx;
  const url = addressOf(body, options);
  if (body.kind === "pagerduty" && body.auth !== "bearer")
    throw new AppError("invalid", "PagerDuty wants an API token: take it as a bearer token.");
  const id = randomId();
  const sealed = body.secret === null ? null : seal(options.ring(), body.secret, secretPlace(id));
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`
      insert into connections (workspace_id, id, kind, name, url, auth, user_name, sealed, hint, created_at, created_by_user_id)
      values (${workspaceId}, ${id}, ${body.kind}, ${body.name}, ${url}, ${body.auth}, ${body.userName}, ${sealed},
        ${body.secret === null ? "" : hintOf(body.secret)}, ${new Date(now)}, ${ctx.viewer.userId})`;
    await appendAudit(sql, ctx, {
      what: "connection-changed",
      details: { connection: id, kind: body.kind, change: "added" },
    });
  });
  return id;
}

/** As far as it can be told without a call; the call checks the address that the name leads to. */
function addressOf({ kind, url }: ConnectionBody, { allow, remotes }: Options): string {
  if (kind === "git") {
    assertRemote(url, remotes);
    return url;
  }
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || parsed.username || parsed.password || parsed.search || parsed.hash)
    throw new AppError("invalid", "The address must be such as https://alertmanager.example.com, without a password.");
  const isAllowed = allow.some((pair) => pair.toLowerCase() === hostAndPort(parsed));
  if (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && isAllowed))
    throw new AppError(
      "invalid",
      `Only https is called, and http where ${hostAndPort(parsed)} is in SQUELCH_OUTBOUND_ALLOW.`,
    );
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}`;
}
