import type { Sql } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { mapped } from "@/db/staging/mapped";
import { foldChange, latestOf, type PlacedTelling } from "@/lib/changes/fold-change";
import type { Change, ChangeTelling } from "@/lib/model/change";
import { markNearChanges } from "./mark-near-changes";

/** What one source tells of one thing. */
export type TellingName = { sourceId: string; tellingKey: string };

const PORTION = 5_000;

const COLUMNS = [
  "workspace_id",
  "source_id",
  "change_key",
  "id",
  "telling_key",
  "kind",
  "starts_at",
  "ends_at",
  "service",
  "team",
  "environment",
  "rule",
  "title",
  "url",
  "by",
  "is_rollback",
  "origin_id",
  "place",
] as const;

type TellingRow = {
  source_id: string;
  telling_key: string;
  content_key: string;
  origin_id: string;
  record_no: number;
  place: string;
  told_at: Date;
  told: ChangeTelling;
};

type Folded = TellingName & { change: Change; originId: string; place: string };

/**
 * Folds these changes again from what is told of them. Only what differs is written; the alerts with pages near its place
 * before and after are marked.
 */
export async function refoldChanges(sql: Sql, workspaceId: number, names: readonly TellingName[]): Promise<void> {
  const distinct = [...new Map(names.map((name) => [nameOf(name), name])).values()];
  for (let from = 0; from < distinct.length; from += PORTION)
    await refoldPortion(sql, workspaceId, distinct.slice(from, from + PORTION));
}

async function refoldPortion(sql: Sql, workspaceId: number, names: readonly TellingName[]): Promise<void> {
  const before = await storedChanges(sql, workspaceId, names);
  const after = await foldedChanges(sql, workspaceId, names);
  const [known, left] = [new Map(before.map(asEntry)), new Map(after.map(asEntry))];
  const written = after.filter((row) => !isSame(known.get(keyOf(row)), row));
  const gone = before.filter((row) => !left.has(keyOf(row)));
  const moved = [
    ...gone,
    ...written.filter((row) => !isSameChange(known.get(keyOf(row)), row)),
    ...before.filter((row) => left.has(keyOf(row)) && !isSameChange(left.get(keyOf(row)), row)),
  ];
  await removeChanges(sql, workspaceId, gone);
  await writeChanges(sql, workspaceId, written);
  await markNearChanges(
    sql,
    workspaceId,
    moved.map(({ change }) => change),
  );
}

const nameOf = ({ sourceId, tellingKey }: TellingName) => `${sourceId} ${tellingKey}`;
const keyOf = ({ sourceId, change }: Folded) => `${sourceId} ${change.changeKey}`;
const asEntry = (row: Folded) => [keyOf(row), row] as const;

function isSame(one: Folded | undefined, other: Folded): boolean {
  return isSameChange(one, other) && one?.originId === other.originId && one.place === other.place;
}

function isSameChange(one: Folded | undefined, { change, tellingKey }: Folded): boolean {
  if (one?.tellingKey !== tellingKey) return false;
  return Object.entries(change).every(([key, value]) => one.change[key as keyof Change] === value);
}

async function foldedChanges(sql: Sql, workspaceId: number, names: readonly TellingName[]): Promise<Folded[]> {
  const rows = await sql<TellingRow[]>`
    select t.source_id, t.telling_key, t.content_key, t.origin_id, t.record_no, t.place, t.told_at, t.told
    from change_tellings t join ${namesOf(sql, names)}
      on n.source_id = t.source_id and n.telling_key = t.telling_key
    where t.workspace_id = ${workspaceId} and t.is_first`;
  const told = new Map<string, (PlacedTelling & { row: TellingRow })[]>();
  for (const row of rows) {
    const name = nameOf({ sourceId: row.source_id, tellingKey: row.telling_key });
    told.set(name, [...(told.get(name) ?? []), placed(row)]);
  }
  return [...told.values()].flatMap((tellings) => {
    const row = latestOf(tellings)?.row;
    if (!row) return [];
    const { source_id: sourceId, telling_key: tellingKey, origin_id: originId, place } = row;
    return foldChange(tellings).map((change) => ({ sourceId, tellingKey, change, originId, place }));
  });
}

function placed(row: TellingRow) {
  // What says when it was true needs no place in its file.
  const no = row.told.toldAt === null ? row.record_no : 0;
  return { ...row.told, toldAt: row.told_at.getTime(), no, contentKey: row.content_key, row };
}

type ChangeRow = Omit<Change, "startsAt" | "endsAt"> &
  TellingName & { originId: string; place: string; startsAt: Date; endsAt: Date | null };

async function storedChanges(sql: Sql, workspaceId: number, names: readonly TellingName[]): Promise<Folded[]> {
  const rows = await sql<ChangeRow[]>`
    select c.source_id as "sourceId", c.telling_key as "tellingKey", c.origin_id as "originId", c.place,
      c.change_key as "changeKey", c.kind, c.starts_at as "startsAt", c.ends_at as "endsAt", c.service, c.team,
      c.environment, c.rule, c.title, c.url, c.by, c.is_rollback as "isRollback"
    from changes c join ${namesOf(sql, names)} on n.source_id = c.source_id and n.telling_key = c.telling_key
    where c.workspace_id = ${workspaceId}`;
  return rows.map(({ sourceId, tellingKey, originId, place, startsAt, endsAt, ...rest }) => {
    const change = { ...rest, startsAt: startsAt.getTime(), endsAt: endsAt?.getTime() ?? null };
    return { sourceId, tellingKey, originId, place, change };
  });
}

const namesOf = (sql: Sql, names: readonly TellingName[]) => sql`
  unnest(${names.map(({ sourceId }) => sourceId)}::bigint[], ${names.map(({ tellingKey }) => tellingKey)}::text[])
    as n(source_id, telling_key)`;

async function removeChanges(sql: Sql, workspaceId: number, gone: readonly Folded[]): Promise<void> {
  if (gone.length === 0) return;
  await sql`
    delete from changes c using unnest(${gone.map(({ sourceId }) => sourceId)}::bigint[],
      ${gone.map(({ change }) => change.changeKey)}::text[]) as g(source_id, change_key)
    where c.workspace_id = ${workspaceId} and c.source_id = g.source_id and c.change_key = g.change_key`;
}

async function writeChanges(sql: Sql, workspaceId: number, rows: readonly Folded[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`create temp table staged_changes (like changes) on commit drop`;
  // Two things of a feed may go by one key: a row can be written only once.
  const distinct = [...new Map(rows.map(asEntry)).values()];
  await copyIn(
    sql,
    "staged_changes",
    COLUMNS,
    mapped(distinct, (row) => rowOf(workspaceId, row)),
  );
  const changing = COLUMNS.slice(4);
  await sql.unsafe(`insert into changes (${COLUMNS.join(", ")}) select ${COLUMNS.join(", ")} from staged_changes
    on conflict on constraint changes_pk do update set ${changing.map((name) => `${name} = excluded.${name}`).join(", ")}`);
  await sql`drop table staged_changes`;
}

function rowOf(workspaceId: number, { sourceId, tellingKey, change, originId, place }: Folded): CopyValue[] {
  return [
    workspaceId,
    sourceId,
    change.changeKey,
    idOf(workspaceId, "change", sourceId, change.changeKey),
    tellingKey,
    change.kind,
    new Date(change.startsAt),
    change.endsAt === null ? null : new Date(change.endsAt),
    change.service,
    change.team,
    change.environment,
    change.rule,
    change.title,
    change.url,
    change.by,
    change.isRollback,
    originId,
    place,
  ];
}
