import type { Ctx } from "@/db/ctx";
import type { AuditEntryView, AuditFilter, AuditView } from "@/lib/contract/audit";
import { AppError } from "@/lib/errors";
import type { AuditDetails } from "@/lib/model/audit";

const LISTED = 100;

type Row = Omit<AuditEntryView, "at" | "details"> & { at: Date; details: AuditDetails };

/** Who did or saw what, the last first: for admins and auditors. */
export async function auditRows(ctx: Ctx, { before }: AuditFilter): Promise<AuditView> {
  assertMayRead(ctx);
  const { sql, workspaceId, zone } = ctx;
  const [counted] = await sql<{ total: number }[]>`
    select count(*)::int as total from audit where workspace_id = ${workspaceId}`;
  const rows = await sql<Row[]>`
    select a.no::float8 as no, a.at, u.name as by, a.what, a.details,
      array(select coalesce(p.name, 'a former member') from unnest(a.person_ids) as i(id)
        left join people p on p.workspace_id = a.workspace_id and p.id = i.id order by 1) as people
    from audit a left join users u on u.workspace_id = a.workspace_id and u.id = a.user_id
    where a.workspace_id = ${workspaceId} ${before === undefined ? sql`` : sql`and a.no < ${before}`}
    order by a.no desc limit ${LISTED + 1}`;
  const shown = rows.slice(0, LISTED);
  return {
    total: counted?.total ?? 0,
    rows: shown.map(({ at, details, ...row }) => ({ ...row, at: at.toISOString(), details: wordsOf(details) })),
    older: rows.length > LISTED ? (shown.at(-1)?.no ?? null) : null,
    zone,
  };
}

export function assertMayRead({ viewer }: Pick<Ctx, "viewer">): void {
  if (viewer.role === "member") throw new AppError("forbidden", "Only admins and auditors read the audit log.");
}

function wordsOf(details: AuditDetails): string[] {
  return Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === "object" && value !== null ? value.join(", ") : String(value)}`,
  );
}
