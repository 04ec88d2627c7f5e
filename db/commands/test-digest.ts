import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { asNobody, digestMessage } from "@/db/queries/digest-message";
import { type Digest, digestInSight } from "@/db/queries/digests";
import type { DigestMessage } from "@/lib/contract/digest-message";
import type { DigestPreview, DigestTest } from "@/lib/contract/digests";
import type { DigestKind } from "@/lib/model/digest";
import { appendAudit } from "./append-audit";
import { type Ready, readyDigest } from "./deliver-digest";
import type { DigestTools } from "./digest-tools";
import { periodOf } from "./send-due-digests";

/** Exactly what would leave if it were due now. */
export async function previewDigest(ctx: Ctx, id: string, tools: DigestTools): Promise<DigestPreview> {
  const digest = await digestInSight(ctx, id);
  const made = await madeNow(ctx, digest, tools, { test: false });
  return made === null ? { message: null, notes: [] } : { message: made.shown, notes: made.notes };
}

/** Sends it now, marked as a test and with a key of its own; what is due goes out all the same. */
export async function testDigest(ctx: Ctx, id: string, tools: DigestTools): Promise<DigestTest> {
  const digest = await digestInSight(ctx, id);
  const made = await madeNow(ctx, digest, tools, { test: true });
  await ctx.sql.begin((tx) =>
    appendAudit(tx as unknown as Sql, ctx, { what: "digest-tested", details: { digest: id, channel: digest.channel } }),
  );
  const delivered = await made.send();
  if (delivered.kind === "sent") return { ok: true, said: ["The test was taken.", ...made.notes].join(" ") };
  return { ok: false, said: delivered.why };
}

async function madeNow(ctx: Ctx, digest: Digest, tools: DigestTools, how: { test: true }): Promise<Ready>;
async function madeNow(ctx: Ctx, digest: Digest, tools: DigestTools, how: { test: false }): Promise<Ready | null>;
async function madeNow(
  ctx: Ctx,
  digest: Digest,
  tools: DigestTools,
  { test }: { test: boolean },
): Promise<Ready | null> {
  const reader = asNobody(ctx, ctx.now, ctx.dataDir);
  const period = await periodOf(ctx, digest, ctx.now, tools);
  const message = await digestMessage(reader, digest, { period, dueAt: ctx.now }, tools);
  if (message === null && !test) return null;
  const week = digest.kind === "weekly" ? period : null;
  const key = `${ctx.workspaceId} ${digest.id} test ${randomId()}`;
  return readyDigest(reader, digest, message ?? onlyTest(digest.kind), tools, { key, week, test, preview: !test });
}

/** Whether the way is open can be tried also when there is nothing to say. */
const onlyTest = (kind: DigestKind): DigestMessage => ({
  kind,
  subject: "nothing waits for a verdict",
  heading: "Nothing waits for a verdict",
  period: "This is a test.",
  lead: "A reminder is only sent where a page waits: now none would be.",
  figures: [],
  leftOut: null,
  alerts: [],
  decide: null,
  forgotten: null,
  more: null,
  footer: "Reminders name no person.",
});
