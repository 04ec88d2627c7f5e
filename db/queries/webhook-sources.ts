import type { Sql } from "@/db/ctx";
import { type KeyRing, unseal } from "@/db/secrets/key-ring";
import type { Proof } from "@/lib/contract/source";
import { AppError } from "@/lib/errors";
import { providers } from "@/lib/providers/index";
import type { Webhook } from "@/lib/providers/provider";

/** What the door needs to know of a source. */
export type WebhookSource = {
  workspaceId: number;
  sourceId: string;
  /** Of its workspace. */
  zone: string;
  webhook: Webhook;
  proof: Proof;
  headerName: string | null;
  timestampHeader: string | null;
  deleted: boolean;
  /** Of its proof, in the clear; of proof `header` and `path` their SHA-256. */
  secrets: readonly string[];
  /** True where a secret cannot be unsealed, as with a key that we do not have: then a refusal would be a guess. */
  secretsMissing: boolean;
};

export type WebhookSources = {
  bySlug: ReadonlyMap<string, WebhookSource>;
  /** False where the database may forget what it has committed: then the spool carries the acknowledgement. */
  durable: boolean;
};

type Row = {
  workspace_id: number;
  id: string;
  slug: string;
  zone: string;
  provider: string;
  proof: Proof;
  header_name: string | null;
  timestamp_header: string | null;
  deleted: boolean;
  secrets: { id: string; sealed: string }[];
};

/** Every source with a webhook, of every workspace: the slug in the path is all that a delivery names. */
export async function webhookSources(sql: Sql, ring: KeyRing): Promise<WebhookSources> {
  const rows = await sql<Row[]>`
    select s.workspace_id, s.id, s.slug, w.time_zone as zone, s.provider, s.proof, s.header_name, s.timestamp_header,
      s.deleted_at is not null as deleted,
      coalesce((select jsonb_agg(jsonb_build_object('id', k.id::text, 'sealed', k.sealed))
        from source_secrets k
        where k.workspace_id = s.workspace_id and k.source_id = s.id
          and k.kind = case s.proof when 'signature' then 'signing' else s.proof end), '[]') as secrets
    from sources s join workspaces w on w.id = s.workspace_id
    where s.proof is not null`;
  const [settings] = await sql<{ fsync: string }[]>`select current_setting('fsync') as fsync`;
  const known = rows.flatMap((row) => {
    const webhook = providers.find(({ id }) => id === row.provider)?.webhook;
    return webhook ? [[row.slug, sourceOf(row, webhook, ring)] as const] : [];
  });
  return { bySlug: new Map(known), durable: settings?.fsync === "on" };
}

function sourceOf(row: Row, webhook: Webhook, ring: KeyRing): WebhookSource {
  const secrets = row.secrets.map(({ id, sealed }) => unsealedOrNull(ring, id, sealed));
  return {
    workspaceId: row.workspace_id,
    sourceId: row.id,
    zone: row.zone,
    webhook,
    proof: row.proof,
    headerName: row.header_name,
    timestampHeader: row.timestamp_header,
    deleted: row.deleted,
    secrets: secrets.filter((secret) => secret !== null),
    secretsMissing: secrets.includes(null),
  };
}

/** One that cannot be unsealed holds up its own source alone: its deliveries wait in the spool. */
function unsealedOrNull(ring: KeyRing, id: string, sealed: string): string | null {
  try {
    return unseal(ring, sealed, { table: "source_secrets", column: "sealed", id });
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
