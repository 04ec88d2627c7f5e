import type { Sql } from "@/db/ctx";
import { redactBody } from "@/lib/privacy/redact-body";
import type { Redactor } from "@/lib/privacy/redactor";
import { storeBody } from "./redact-arrived";

const PORTION = 200;

type Work = {
  redactor: Redactor;
  /** Finds at least the bodies in which a word stands. */
  loose: string;
  /** Deliveries that told of the person. */
  naming: ReadonlySet<string>;
};

/**
 * Takes a person out of the raw bodies of a workspace. A body that names them in a way that cannot be found in it goes.
 * What waits to be read is left to the one who reads it. In the caller's transaction.
 */
export async function redactBodies(
  sql: Sql,
  workspaceId: number,
  { redactor, loose, naming }: Work,
): Promise<{ redacted: number; dropped: number }> {
  const done = { redacted: 0, dropped: 0 };
  const ids = await sql<{ id: string }[]>`
    select id from inbox where workspace_id = ${workspaceId} and body is not null and settled_at is not null
      and (id = any(${[...naming]}::bigint[]) or encode(body, 'escape') ~* ${loose}) order by id`;
  for (let from = 0; from < ids.length; from += PORTION) {
    const portion = ids.slice(from, from + PORTION).map(({ id }) => id);
    const rows = await sql<{ id: string; body: Uint8Array }[]>`
      select id, body from inbox where workspace_id = ${workspaceId} and id = any(${portion}::bigint[]) order by id`;
    for (const { id, body } of rows) {
      const clean = redactBody(body, redactor);
      if (clean === body && !naming.has(id)) continue;
      const kept = clean === body ? null : clean;
      await storeBody(sql, workspaceId, id, kept);
      done[kept === null ? "dropped" : "redacted"] += 1;
    }
  }
  return done;
}
