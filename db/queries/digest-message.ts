import type { DigestTools } from "@/db/commands/digest-tools";
import type { Ctx, WorkCtx } from "@/db/ctx";
import type { DigestMessage } from "@/lib/contract/digest-message";
import type { Instant } from "@/lib/model/instant";
import { digestOf, textsIn } from "@/lib/report/digest";
import { reminderOf } from "@/lib/report/reminder";
import { DAY_MS } from "@/lib/time/boundaries";
import type { Digest } from "./digests";
import { nameless } from "./named/nameless";
import { endedShift, pagesToJudge } from "./shift-to-judge";

type Tools = Pick<DigestTools, "publicUrl" | "report">;
export type About = { period: string; dueAt: Instant };

/** Whoever reads a digest is told what somebody who sees nobody is told. */
export function asNobody(ctx: WorkCtx, now: Instant, dataDir: string): Ctx {
  return { ...ctx, now, dataDir, viewer: { userId: "0", name: "", role: "member", personId: null } };
}

/** What a digest says of its period; null where there is nothing to say. */
export function digestMessage(ctx: Ctx, digest: Digest, about: About, tools: Tools): Promise<DigestMessage | null> {
  return digest.kind === "weekly" ? weekly(ctx, digest, about, tools) : reminder(ctx, digest, about, tools);
}

async function weekly(ctx: Ctx, { team }: Digest, { period }: About, tools: Tools): Promise<DigestMessage> {
  const report = await tools.report(ctx, period, team);
  const redactor = await nameless(ctx, new Set(), textsIn(report));
  return digestOf(report, { redactor, publicUrl: tools.publicUrl });
}

async function reminder(
  ctx: Ctx,
  digest: Digest,
  { dueAt }: About,
  { publicUrl }: Tools,
): Promise<DigestMessage | null> {
  const { team, zone, trigger } = digest;
  const isShift = trigger === "shift-end";
  const time = isShift ? await endedShift(ctx, digest, dueAt) : { from: dueAt - DAY_MS, to: dueAt };
  if (time === null) return null;
  const counts = await pagesToJudge(ctx, digest, time);
  const redactor = await nameless(ctx, new Set(), team === null ? [] : [team]);
  return reminderOf({ team, isShift, zone, ...time, ...counts }, { redactor, publicUrl });
}
