import type { Ctx } from "@/db/ctx";
import { OutboundError } from "@/db/outbound/http";
import { checkRemote } from "@/db/outbound/push-branch";
import { silenceApi } from "@/db/outbound/send-silence";
import { orchestrationApi } from "@/db/outbound/service-orchestration";
import { type OpenConnection, openConnection } from "@/db/queries/connections";
import type { ConnectionTest } from "@/lib/contract/connections";
import { AppError } from "@/lib/errors";
import type { ApplyTools } from "./apply-tools";
import { assertAdmin } from "./assert-admin";

/** Asks the other side who it is; changes nothing there. */
export async function testConnection(ctx: Ctx, id: string, tools: ApplyTools): Promise<ConnectionTest> {
  assertAdmin(ctx);
  const connection = await openConnection(ctx, id, tools.ring);
  const test = await asked(connection, tools);
  await ctx.sql`
    update connections set checked_at = ${new Date(ctx.now)}, trouble = ${test.ok ? null : test.said}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`;
  return test;
}

async function asked(connection: OpenConnection, { call, remotes }: ApplyTools): Promise<ConnectionTest> {
  try {
    switch (connection.kind) {
      case "alertmanager":
        return { ok: true, said: `Alertmanager ${await silenceApi(connection, call).version()} answers.` };
      case "pagerduty":
        await orchestrationApi(connection, call).check();
        return { ok: true, said: "PagerDuty takes the token." };
      case "git":
        await checkRemote(connection, remotes);
        return { ok: true, said: "The remote lets us read. Whether we may push shows when we do." };
    }
  } catch (error) {
    if (error instanceof AppError || error instanceof OutboundError) return { ok: false, said: error.message };
    throw error;
  }
}
