import type { Ctx } from "@/db/ctx";
import type { Label } from "@/lib/labels/label";
import { OPSWEEKLY_TAGS } from "@/lib/labels/opsweekly";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { type Author, authorNames } from "./named/author-names";

type Row = {
  subject: "page" | "signature";
  provider: string | null;
  page_key: string | null;
  signature: string | null;
  verdict: Verdict;
  reason: Reason | null;
  wrong_hour: boolean;
  note: string | null;
  user_id: string;
  person_id: string | null;
  user_name: string;
  said_by: string | null;
  tag: string | null;
  weight: number;
  given_at: Date | null;
  from_at: Date | null;
  until_at: Date | null;
  ended_at: Date | null;
};

/** `names`: who said each by name; else only those whom the viewer may see so. */
type Options = { history: boolean; names: boolean };

/** All words of people as labels, in the order they became known; those that ended only where they are asked for. */
export async function* labels(ctx: Ctx, { history, names }: Options): AsyncGenerator<Label> {
  const { sql, workspaceId } = ctx;
  const nameOf = names ? ({ saidBy, userName }: Author) => saidBy ?? userName : await authorNames(ctx);
  const portions = sql<Row[]>`
    select v.subject, p.provider, p.page_key, s.signature, v.verdict, v.reason, v.wrong_hour, v.note,
      v.user_id, u.person_id, u.name as user_name, v.said_by, v.tag, v.weight, v.given_at, v.from_at, v.until_at, v.ended_at
    from person_verdicts v
    join users u on u.workspace_id = v.workspace_id and u.id = v.user_id
    left join pages p on p.workspace_id = v.workspace_id and v.subject = 'page' and p.id = v.subject_id
    left join signatures s on s.workspace_id = v.workspace_id and v.subject = 'signature' and s.id = v.subject_id
    where v.workspace_id = ${workspaceId} and (v.ended_at is null or ${history}) and (p.id is not null or s.id is not null)
    order by v.stored_at, v.given_at nulls first, v.id`.cursor(1000);
  for await (const portion of portions) for (const row of portion) yield labelOf(row, nameOf);
}

function labelOf(row: Row, nameOf: (author: Author) => string): Label {
  const at = (date: Date | null) => date?.getTime() ?? null;
  return {
    about:
      row.subject === "page"
        ? { kind: "page", provider: row.provider ?? "", pageKey: row.page_key ?? "" }
        : { kind: "signature", signature: row.signature ?? "" },
    verdict: row.verdict,
    reason: row.reason,
    wrongHour: row.wrong_hour,
    note: row.note,
    by: nameOf({ userId: row.user_id, personId: row.person_id, userName: row.user_name, saidBy: row.said_by }),
    at: at(row.given_at),
    from: at(row.from_at),
    until: at(row.until_at),
    weight: row.weight,
    tag: OPSWEEKLY_TAGS.find((tag) => tag === row.tag) ?? null,
    endedAt: at(row.ended_at),
  };
}
