import type { Ctx } from "@/db/ctx";
import { pseudonyms } from "@/db/secrets/pseudonyms";
import { folded } from "@/lib/privacy/redactor";
import { namesInSight } from "./names-in-sight";

/** Who said something: a user, who may be one of the people, or somebody whom a file named. */
export type Author = { userId: string; personId: string | null; userName: string; saidBy: string | null };

/** How authors stand in a file: by name only those whom the viewer sees so, and the viewer. */
export async function authorNames(ctx: Ctx): Promise<(author: Author) => string> {
  const { nameOf, sight } = await namesInSight(ctx);
  const pseudonymOf = await pseudonyms(ctx.sql, ctx);
  const seen = new Set([...sight.named].flatMap((id) => folded(nameOf(id) ?? "") || []));
  return ({ userId, personId, userName, saidBy }) => {
    if (saidBy !== null) {
      const mayBeSeen = seen.has(folded(saidBy)) || folded(saidBy) === folded(ctx.viewer.name);
      return mayBeSeen ? saidBy : pseudonymOf(`said by ${folded(saidBy)}`);
    }
    if (userId === ctx.viewer.userId || (personId !== null && sight.named.has(personId))) return userName;
    return pseudonymOf(personId ?? `user ${userId}`);
  };
}
