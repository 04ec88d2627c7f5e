import type { Sql, WorkCtx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import type { Matcher, Scope, ScopeField } from "@/lib/model/scope";
import type { Verdict } from "@/lib/model/verdict";
import { compileScope } from "@/lib/silence/scope";

export type ScopedPage = {
  id: string;
  openedAt: Instant;
  title: string | null;
  verdict: Verdict | null;
  urgency: string | null;
  priority: string | null;
  severity: string | null;
};

type Row = ScopedPage & Record<Exclude<ScopeField, "signature">, string | null> & { signature: string };

/**
 * Pages of a scope that opened in [from, to), in that order; tests are left out. An alert's pages stay its own when
 * people merge or split it: what was decided about it was decided about them.
 */
export async function scopedPages(
  { sql, workspaceId }: Pick<WorkCtx, "sql" | "workspaceId">,
  scope: Scope,
  { from, to }: { from: Instant; to: Instant },
): Promise<ScopedPage[]> {
  const rest = scope.filter(({ operator }) => operator !== "=");
  const holds = rest.length > 0 ? compileScope(rest) : () => true;
  const rows = await sql<Row[]>`
    select p.id, (extract(epoch from p.triggered_at) * 1000)::float8 as "openedAt", p.title, p.verdict, p.urgency,
      p.priority, s.severity, s.environment, p.service, p.team, p.signature_id as signature
    from pages p join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
    where p.workspace_id = ${workspaceId} and p.triggered_at >= ${dateOf(from)} and p.triggered_at < ${dateOf(to)}
      and p.reason is distinct from 'test' ${equal(sql, scope)}
    order by p.triggered_at, p.id`;
  return rows.filter(holds);
}

/** What the database can look up by itself. */
function equal(sql: Sql, scope: Scope) {
  return scope
    .filter(({ operator }) => operator === "=")
    .reduce((all, matcher) => sql`${all} and ${equals(sql, matcher)}`, sql``);
}

const COLUMNS: Readonly<Record<Exclude<ScopeField, "signature">, string>> = {
  service: "p.service",
  team: "p.team",
  environment: "s.environment",
  title: "p.title",
  urgency: "p.urgency",
  priority: "p.priority",
  severity: "s.severity",
};

/** Any other value is no alert's. */
const isId = (value: string) => /^\d{1,19}$/.test(value) && BigInt(value) < 2n ** 63n;

function equals(sql: Sql, { field, value }: Matcher) {
  if (field !== "signature") return sql`coalesce(${sql.unsafe(COLUMNS[field])}, '') = ${value}`;
  if (!isId(value)) return sql`false`;
  return sql`(p.signature_id = ${value} or (p.via is not null and ${value}::bigint = any(p.via)))`;
}

/** What a database can hold of times without an end. */
function dateOf(at: Instant): Date {
  return new Date(Math.max(-LAST, Math.min(LAST, at)));
}
const LAST = Date.parse("9999-01-01T00:00:00Z");
