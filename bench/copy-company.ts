import { createHash } from "node:crypto";
import type { Sql } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { storedPage } from "@/db/staging/stored-page";
import { packPage } from "@/lib/model/packed-page";
import type { Page } from "@/lib/model/page";

const FOLDS_AT_ONCE = 2_000;

/**
 * Each copy is later by a week and some minutes: in the same hours of the week, and not at the same instants. Else the pages
 * of all companies would open and end together as no other pages do.
 */
const LATER_MS = 7 * 86_400_000 + 41 * 60_000 + 13_000;

/**
 * Stores the imported company once more beside the first: the same pages of other alerts, services, teams and people, so
 * that a benchmark has a million pages without importing them.
 */
export async function copyCompany(sql: Sql, copy: number): Promise<void> {
  const end = `~${copy}`;
  const later = (column: string) => sql`${sql(column)} + ${`${copy * LATER_MS} milliseconds`}::interval`;
  const other = (column: string) =>
    sql`(('x' || left(md5(${sql(column)}::text || ${end}), 16))::bit(64)::bigint & 9223372036854775807)`;
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, environment, kind, key)
    select workspace_id, ${other("id")}, signature || ${end}, provider, service || ${end}, environment, kind, key
    from signatures where signature !~ '~[0-9]+$'
    on conflict do nothing`;
  await sql`
    insert into pages (workspace_id, id, provider, page_key, signature_id, title, service, team, urgency, priority,
      triggered_at, ended_at, ended_by, raised_by, ended_by_person_id, acknowledged_at, seconds_to_acknowledge,
      knows_acknowledgements, last_event_at)
    select workspace_id, ${other("id")}, provider, page_key || ${end}, ${other("signature_id")}, title, service || ${end},
      team || ${end}, urgency, priority, ${later("triggered_at")}, ${later("ended_at")}, ended_by, raised_by,
      ended_by_person_id # ${copy}::bigint, ${later("acknowledged_at")}, seconds_to_acknowledge, knows_acknowledgements,
      ${later("last_event_at")}
    from pages p where ${firstCompany(sql)}`;
  for (let last = "-1"; ; ) {
    const rows = await sql<FoldRow[]>`
      select f.workspace_id, f.page_id, f.packed from page_folds f
      join pages p on p.workspace_id = f.workspace_id and p.id = f.page_id
      where ${firstCompany(sql)} and f.page_id > ${last} order by f.page_id limit ${FOLDS_AT_ONCE}`;
    const next = rows.at(-1);
    if (!next) return;
    last = next.page_id;
    await copyIn(
      sql,
      "page_folds",
      ["workspace_id", "page_id", "packed"],
      rows.map((row) => copyOf(row, end, copy)),
    );
  }
}

/** The first company is what has no tilde and number at the end of its keys. */
const firstCompany = (sql: Sql) => sql`p.page_key !~ '~[0-9]+$'`;

type FoldRow = { workspace_id: number; page_id: string; packed: string };

function copyOf({ workspace_id, page_id, packed }: FoldRow, end: string, copy: number): CopyValue[] {
  const folded = storedPage(packed);
  const { team, service, number } = folded.facts;
  const people = JSON.stringify(folded).replaceAll(/"((?:[a-z]+By)?[pP]erson)":"(\d+)"/g, `"$1":"$2${end}"`);
  const told = JSON.parse(people, (_key, value: unknown) => laterInstant(value, copy * LATER_MS)) as Page;
  const page: Page = {
    ...told,
    pageKey: `${folded.pageKey}${end}`,
    mergedInto: folded.mergedInto === null ? null : `${folded.mergedInto}${end}`,
    facts: {
      ...told.facts,
      ...(team !== undefined && { team: `${team}${end}` }),
      ...(service !== undefined && { service: `${service}${end}` }),
      ...(number !== undefined && { number: `${number}${copy}` }),
    },
  };
  return [workspace_id, otherId(page_id, end), packPage(page)];
}

/** Numbers beyond a trillion are instants. */
export function laterInstant(value: unknown, byMs: number): unknown {
  return typeof value === "number" && value > 1e12 ? value + byMs : value;
}

/** As the statements above make it. */
function otherId(id: string, end: string): string {
  const hash = createHash("md5").update(`${id}${end}`).digest("hex").slice(0, 16);
  return (BigInt(`0x${hash}`) & 9223372036854775807n).toString();
}
