import type { Sql } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { mapped } from "@/db/staging/mapped";
import type { ChangeTelling } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { Redactor } from "@/lib/privacy/redactor";
import { refoldChanges, type TellingName } from "./fold-changes";
import type { SourcedRecord } from "./store-records";

/** An index entry holds some 2,700 bytes, and has two of them. */
const MAX_KEY_LENGTH = 512;

const COLUMNS = [
  "workspace_id",
  "source_id",
  "telling_key",
  "content_key",
  "origin_id",
  "record_no",
  "place",
  "told_at",
  "is_first",
  "told",
] as const;

/** A record, by its origin and its place in the order of that. */
type RecordPlace = { originId: string; no: number };

type Staged = RecordPlace & {
  sourceId: string;
  tellingKey: string;
  contentKey: string;
  place: string;
  toldAt: Instant;
  isFirst: boolean;
  telling: ChangeTelling;
};

/**
 * Stores what records tell of changes, folds the changes they tell of, and marks the alerts with pages near by. What
 * was told in the same words before is noted as a repetition. `again`: what these origins said when they were read before
 * and do not say any more is forgotten. Returns the records that told something new. Under the lock of the workspace, in
 * the caller's transaction.
 */
export async function storeChanges(
  sql: Sql,
  workspaceId: number,
  records: readonly SourcedRecord[],
  { isReplay, redactor }: { isReplay: boolean; redactor: Redactor | null },
): Promise<RecordPlace[]> {
  // What it says is known by its own words, and kept without the names of people who were erased.
  const staged = stage(records).map((row) => ({ ...row, telling: redacted(row.telling, redactor) }));
  if (staged.length === 0 && !isReplay) return [];
  await sql`create temp table staged_tellings (like change_tellings) on commit drop`;
  await copyIn(
    sql,
    "staged_tellings",
    COLUMNS,
    mapped(staged, (row) => rowOf(workspaceId, row)),
  );
  const added = await addTellings(sql);
  const forgotten = isReplay ? await forgetUnsaid(sql, workspaceId, records) : [];
  const own = isReplay ? await ownRecords(sql) : [];
  await sql`drop table staged_tellings`;
  await refoldChanges(sql, workspaceId, [...added, ...forgotten]);
  return [...own, ...added];
}

function stage(records: readonly SourcedRecord[]): Staged[] {
  const said = new Set<string>();
  return records.flatMap(({ originId, no, record, sourceId, arrivedAt }) => {
    if (record.outcome !== "accepted") return [];
    return (record.changes ?? []).map((told): Staged => {
      const telling = withBoundedKeys(told);
      const contentKey = sha256(JSON.stringify(telling)).slice(0, 32);
      const name = `${sourceId} ${contentKey} ${telling.key}`;
      const isFirst = !said.has(name);
      said.add(name);
      const toldAt = telling.toldAt ?? arrivedAt;
      return {
        sourceId,
        tellingKey: telling.key,
        contentKey,
        originId,
        no,
        place: record.where,
        toldAt,
        isFirst,
        telling,
      };
    });
  });
}

function redacted(telling: ChangeTelling, redactor: Redactor | null): ChangeTelling {
  if (redactor === null) return telling;
  const clean = redactor.deep(telling);
  const changes = clean.changes.map((change, index) => ({
    ...change,
    changeKey: telling.changes[index]?.changeKey ?? change.changeKey,
  }));
  return { ...clean, key: telling.key, changes };
}

function withBoundedKeys(telling: ChangeTelling): ChangeTelling {
  const keys = [telling.key, ...telling.changes.map(({ changeKey }) => changeKey)];
  if (keys.every((key) => key.length <= MAX_KEY_LENGTH)) return telling;
  const bounded = (key: string) => (key.length <= MAX_KEY_LENGTH ? key : `sha256:${sha256(key)}`);
  const changes = telling.changes.map((change) => ({ ...change, changeKey: bounded(change.changeKey) }));
  return { ...telling, key: bounded(telling.key), changes };
}

function rowOf(workspaceId: number, row: Staged): CopyValue[] {
  const { sourceId, tellingKey, contentKey, originId, no, place, toldAt, isFirst, telling } = row;
  const told = JSON.stringify(telling);
  return [workspaceId, sourceId, tellingKey, contentKey, originId, no, place, new Date(toldAt), isFirst, told];
}

/** Those that nobody had told in these words. */
async function addTellings(sql: Sql): Promise<(TellingName & RecordPlace)[]> {
  return sql<(TellingName & RecordPlace)[]>`
    with added as (
      insert into change_tellings
      select s.workspace_id, s.source_id, s.telling_key, s.content_key, s.origin_id, s.record_no, s.place, s.told_at,
        s.is_first and not exists (
          select from change_tellings t where t.workspace_id = s.workspace_id and t.source_id = s.source_id
            and t.telling_key = s.telling_key and t.content_key = s.content_key),
        s.told
      from staged_tellings s on conflict do nothing
      returning source_id, telling_key, origin_id, record_no, is_first
    )
    select source_id as "sourceId", telling_key as "tellingKey", origin_id as "originId", record_no as no
    from added where is_first`;
}

/** A repetition of what goes becomes the first; what was counted of it stays as it was counted. */
async function forgetUnsaid(sql: Sql, workspaceId: number, records: readonly SourcedRecord[]): Promise<TellingName[]> {
  const origins = [...new Set(records.map(({ originId }) => originId))];
  await sql`
    create temp table unsaid on commit drop as
    select t.source_id, t.telling_key, t.content_key, t.origin_id, t.is_first from change_tellings t
    where t.workspace_id = ${workspaceId} and t.origin_id = any(${origins}::bigint[]) and not exists (
      select from staged_tellings s where s.source_id = t.source_id and s.telling_key = t.telling_key
        and s.content_key = t.content_key and s.origin_id = t.origin_id)`;
  await sql`
    delete from change_tellings t using unsaid u
    where t.workspace_id = ${workspaceId} and t.source_id = u.source_id and t.telling_key = u.telling_key
      and t.content_key = u.content_key and t.origin_id = u.origin_id`;
  await sql`
    update change_tellings t set is_first = true from (
      select distinct on (r.source_id, r.telling_key, r.content_key) r.* from change_tellings r
      join unsaid u on u.source_id = r.source_id and u.telling_key = r.telling_key and u.content_key = r.content_key
      where r.workspace_id = ${workspaceId} and u.is_first
      order by r.source_id, r.telling_key, r.content_key, r.told_at, r.origin_id
    ) heir
    where t.workspace_id = heir.workspace_id and t.source_id = heir.source_id and t.telling_key = heir.telling_key
      and t.content_key = heir.content_key and t.origin_id = heir.origin_id`;
  const rows = await sql<TellingName[]>`
    select distinct source_id as "sourceId", telling_key as "tellingKey" from unsaid where is_first`;
  await sql`drop table unsaid`;
  return rows;
}

async function ownRecords(sql: Sql): Promise<RecordPlace[]> {
  return sql<RecordPlace[]>`
    select distinct s.origin_id as "originId", s.record_no as no from staged_tellings s
    join change_tellings t on t.workspace_id = s.workspace_id and t.source_id = s.source_id
      and t.telling_key = s.telling_key and t.content_key = s.content_key and t.origin_id = s.origin_id
    where t.is_first`;
}
