import type { Ctx } from "@/db/ctx";
import type { Sight } from "@/lib/privacy/sight";
import { sightOf } from "./sight-of";

/** The names that the viewer may see, and whom of them was named: what the audit log is told. */
export type NamesInSight = {
  sight: Sight;
  /** Null of whoever may not be named. */
  nameOf: (personId: string) => string | null;
  seen: ReadonlySet<string>;
};

export async function namesInSight(ctx: Ctx): Promise<NamesInSight> {
  const sight = await sightOf(ctx);
  const rows = await ctx.sql<{ id: string; name: string | null }[]>`
    select id, name from people
    where workspace_id = ${ctx.workspaceId} and id = any(${[...sight.named]}::bigint[]) and erased_at is null`;
  const names = new Map(rows.map(({ id, name }) => [id, name ?? "(no name)"]));
  const seen = new Set<string>();
  const nameOf = (personId: string) => {
    const name = names.get(personId) ?? null;
    if (name !== null) seen.add(personId);
    return name;
  };
  return { sight, nameOf, seen };
}
