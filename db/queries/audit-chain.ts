import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { AuditChain } from "@/lib/contract/audit";
import type { AuditDetails } from "@/lib/model/audit";
import { hashedText, NO_ROW_BEFORE } from "@/lib/privacy/audit-hash";

const BATCH = 5_000;

type Row = {
  no: number;
  at: Date;
  userId: string | null;
  what: string;
  personIds: string[];
  details: AuditDetails;
  previousHash: string;
  hash: string;
};

/** Goes along the whole chain: each number once, each row with the hash of the one before it and its own. */
export async function auditChain({ sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">): Promise<AuditChain> {
  let [rows, previous] = [0, NO_ROW_BEFORE];
  const batches = sql<Row[]>`
    select no::float8 as no, at, user_id as "userId", what, person_ids::text[] as "personIds", details,
      previous_hash as "previousHash", hash
    from audit where workspace_id = ${workspaceId} order by no`.cursor(BATCH);
  for await (const batch of batches)
    for (const { at, previousHash, hash, ...row } of batch) {
      const isNext = row.no === rows + 1 && previousHash === previous;
      if (!isNext || hash !== sha256(hashedText({ ...row, at: at.getTime() }, previousHash)))
        return { rows, brokenAt: row.no, lastHash: previous };
      [rows, previous] = [row.no, hash];
    }
  return { rows, brokenAt: null, lastHash: rows === 0 ? null : previous };
}
