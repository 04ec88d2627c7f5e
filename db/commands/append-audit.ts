import { channel } from "node:diagnostics_channel";
import type { Ctx, Sql } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { AuditDetails, Audited } from "@/lib/model/audit";
import { hashedText, NO_ROW_BEFORE } from "@/lib/privacy/audit-hash";

export type AuditEntry = {
  what: Audited;
  /** Whose load or pages it names, or whom it concerns. */
  personIds?: readonly string[];
  details?: AuditDetails;
};

/** Each row as a line of JSON, for whoever runs the process to write to its log: ids, as in the row, and never names. */
const told = channel("squelch.audit");

/** A space of its own beside the locks of workspaces: "audt". */
const AUDIT_LOCK = 0x61756474;

/**
 * Writes one row behind the last. In the caller's transaction, as its last step: the chain is held until that ends, and
 * who waits for a lock while holding it would make others wait. A viewer of null is the program itself.
 */
export async function appendAudit(
  tx: Sql,
  { workspaceId, viewer }: { workspaceId: number; viewer: Pick<Ctx["viewer"], "userId" | "tokenId"> | null },
  { what, personIds = [], details = {} }: AuditEntry,
): Promise<void> {
  await tx`select pg_advisory_xact_lock(${AUDIT_LOCK}, ${workspaceId})`;
  const [last] = await tx<{ no: number; hash: string }[]>`
    select no::float8 as no, hash from audit where workspace_id = ${workspaceId} order by no desc limit 1`;
  // Behind the lock, so that times never run against the numbers; milliseconds, as they are read back.
  const [clock] = await tx<{ at: Date }[]>`select date_trunc('milliseconds', clock_timestamp()) as at`;
  if (!clock) throw new Error("the database told no time");
  const row = {
    no: (last?.no ?? 0) + 1,
    at: clock.at.getTime(),
    userId: viewer?.userId ?? null,
    what,
    personIds: [...new Set(personIds)].sort(),
    details: viewer?.tokenId === undefined ? details : { ...details, token: viewer.tokenId },
  };
  const previousHash = last?.hash ?? NO_ROW_BEFORE;
  const hash = sha256(hashedText(row, previousHash));
  await tx`
    insert into audit (workspace_id, no, at, user_id, what, person_ids, details, previous_hash, hash)
    values (${workspaceId}, ${row.no}, ${clock.at}, ${row.userId}, ${what}, ${row.personIds}::bigint[],
      ${tx.json(row.details as never)}, ${previousHash}, ${hash})`;
  told.publish(JSON.stringify({ log: "audit", workspaceId, ...row, at: clock.at.toISOString(), hash }));
}
