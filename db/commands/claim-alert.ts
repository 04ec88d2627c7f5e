import type { Ctx } from "@/db/ctx";
import { namesInSight } from "@/db/queries/named/names-in-sight";
import { AppError } from "@/lib/errors";
import { changeItems } from "./change-items";

/** Gives flagged alerts to one of the people who sees to them; "me" = the viewer, null = nobody. */
export async function claimAlert(
  ctx: Ctx,
  signatureIds: readonly string[],
  owner: string | null,
): Promise<number | null> {
  const person = owner === "me" ? ctx.viewer.personId : owner;
  if (owner === "me" && person === null)
    throw new AppError(
      "invalid",
      "Nobody has said yet which of the people you are. An admin says it in the list of people.",
    );
  if (person !== null && person !== ctx.viewer.personId && (await namesInSight(ctx)).nameOf(person) === null)
    throw new AppError("not-found", "There is no such person, or you may not see them by name.");
  return changeItems(ctx, { kind: "claim", signatureIds, set: (sql) => sql`owner_person_id = ${person}` });
}
