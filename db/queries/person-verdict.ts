import type { Ctx } from "@/db/ctx";
import type { PersonVerdictView } from "@/lib/contract/page";
import type { Reason, Verdict } from "@/lib/model/verdict";

/** The word of a person that is in force, on a page or a signature. */
export async function personVerdict(
  { sql, workspaceId }: Ctx,
  subject: "page" | "signature",
  id: string,
): Promise<PersonVerdictView | null> {
  const [row] = await sql<
    { verdict: Verdict; reason: Reason | null; note: string | null; by: string; given_at: Date }[]
  >`
    select v.verdict, v.reason, v.note, u.name as by, v.given_at
    from person_verdicts v join users u on u.workspace_id = v.workspace_id and u.id = v.user_id
    where v.workspace_id = ${workspaceId} and v.subject = ${subject} and v.subject_id = ${id} and v.ended_at is null`;
  if (!row) return null;
  const { given_at: givenAt, ...rest } = row;
  return { ...rest, givenAt: givenAt.toISOString() };
}
