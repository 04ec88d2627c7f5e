import type { Sql } from "@/db/ctx";
import { isNewest, type KeyRing, seal, unseal } from "./key-ring";
import { placeOf } from "./workspace-key";

export type Rotation = { secrets: number; resealed: number };

/** Tables with a sealed value in the column `sealed`. */
const TABLES = ["source_secrets", "connections", "digests"] as const;

/** Seals every stored secret anew with the newest key: all of them or none. Afterwards older keys may go. */
export function rotateKeys(sql: Sql, ring: KeyRing): Promise<Rotation> {
  return sql.begin(async (tx) => {
    const rotation = { secrets: 0, resealed: 0 };
    for (const table of TABLES) {
      const rows = await tx<{ workspace_id: number; id: string; sealed: string }[]>`
        select workspace_id, id, sealed from ${tx(table)} where sealed is not null order by workspace_id, id for update`;
      const old = rows.filter(({ sealed }) => !isNewest(ring, sealed));
      for (const { workspace_id, id, sealed } of old) {
        const place = { table, column: "sealed", id };
        const renewed = seal(ring, unseal(ring, sealed, place), place);
        await tx`update ${tx(table)} set sealed = ${renewed} where workspace_id = ${workspace_id} and id = ${id}`;
      }
      rotation.secrets += rows.length;
      rotation.resealed += old.length;
    }
    const workspaces = await tx<{ workspace_id: number; sealed: string }[]>`
      select workspace_id, sealed from workspace_keys order by workspace_id for update`;
    const oldKeys = workspaces.filter(({ sealed }) => !isNewest(ring, sealed));
    for (const { workspace_id, sealed } of oldKeys) {
      const place = placeOf(workspace_id);
      const renewed = seal(ring, unseal(ring, sealed, place), place);
      await tx`update workspace_keys set sealed = ${renewed} where workspace_id = ${workspace_id}`;
    }
    rotation.secrets += workspaces.length;
    rotation.resealed += oldKeys.length;
    return rotation;
  });
}
