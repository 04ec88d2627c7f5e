import { randomBytes } from "node:crypto";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type { KeyRing } from "@/db/secrets/key-ring";
import type { CreateSourceBody, MadeSecret, Proof } from "@/lib/contract/source";
import { AppError } from "@/lib/errors";
import { providers } from "@/lib/providers/index";
import type { Webhook } from "@/lib/providers/provider";
import { isZone } from "@/lib/time/boundaries";
import { insertSecret } from "./add-secret";
import { assertAdmin } from "./assert-admin";

/** Sets a source up. A secret of ours is made at once; the sender's may come later, and deliveries wait for it. */
export async function createSource(
  ctx: Ctx,
  { name, provider, webhook, zone, mapping }: CreateSourceBody,
  ring: KeyRing,
): Promise<{ id: string; secret: MadeSecret | null }> {
  assertAdmin(ctx);
  const known = providers.find(({ id }) => id === provider);
  if (!known) throw new AppError("invalid", `${provider} is no provider that Squelch reads.`);
  assertZone(zone);
  if (webhook) assertProof(known.webhook, webhook.proof);
  const id = randomId();
  const slug = randomBytes(16).toString("base64url");
  const headerName = webhook?.proof === "header" ? webhook.headerName : null;
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`
      insert into sources (workspace_id, id, slug, name, provider, proof, header_name, timestamp_header, mapping, zone, created_at)
      values (${ctx.workspaceId}, ${id}, ${slug}, ${name}, ${provider}, ${webhook?.proof ?? null}, ${headerName},
        ${webhook?.timestampHeader ?? null}, ${mapping ? sql.json(mapping) : null}, ${zone}, ${new Date(ctx.now)})`;
    const secret = webhook ? await firstSecret(sql, ctx, { ring, sourceId: id, provider }, webhook) : null;
    return { id, secret };
  });
}

type Into = { ring: KeyRing; sourceId: string; provider: string };

function firstSecret(
  sql: Sql,
  ctx: Ctx,
  into: Into,
  { proof, secret }: NonNullable<CreateSourceBody["webhook"]>,
): Promise<MadeSecret> | null {
  if (proof !== "signature") return insertSecret(sql, ctx, { ...into, body: { kind: proof } });
  return secret === null ? null : insertSecret(sql, ctx, { ...into, body: { kind: "signing", secret } });
}

export function assertZone(zone: string | null): void {
  if (zone !== null && !isZone(zone))
    throw new AppError("invalid", `${zone} is not a time zone. Take one such as Europe/Berlin.`);
}

/** What this sender can do, best first. */
export function proofsOf({ signature, canSetHeader }: Webhook): Proof[] {
  return [...(signature ? (["signature"] as const) : []), ...(canSetHeader ? (["header"] as const) : []), "path"];
}

export function assertProof(webhook: Webhook | undefined, proof: Proof): void {
  if (!webhook) throw new AppError("invalid", "This provider sends no webhooks that Squelch reads. Import its files.");
  if (!proofsOf(webhook).includes(proof))
    throw new AppError("invalid", `This sender cannot do ${proof}. It can do ${proofsOf(webhook).join(", ")}.`);
}
