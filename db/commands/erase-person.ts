import { join } from "node:path";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { ensureWorkspaceKey, type WorkspaceKey } from "@/db/secrets/workspace-key";
import { arrivedOf } from "@/db/staging/arrived";
import type { Erasure } from "@/lib/contract/erasure";
import { AppError } from "@/lib/errors";
import { looseExpression, type Needle, redactorOf } from "@/lib/privacy/redactor";
import { appendAudit } from "./append-audit";
import { refoldPages } from "./fold-pages";
import { judgeDirty } from "./judge-dirty";
import { type KnownWords, knownWords } from "./known-words";
import { markSweeps } from "./mark-sweeps";
import { pagesOfAccounts } from "./match-accounts";
import { dropNamedFiles, filesNaming, markNamed } from "./named-files";
import { redactBodies } from "./redact-bodies";
import { redactTexts } from "./redact-texts";
import { renameAccounts } from "./rename-accounts";
import { renamePerson } from "./rename-person";
import { bury, ERASED, needleOf } from "./tombstones";

class RolledBack extends Error {}

/** What erasing would do, tried out in a transaction that is rolled back. */
export async function previewErasure(ctx: Ctx, personId: string): Promise<Erasure> {
  const files = await filesOf(ctx, personId);
  let erasure: Erasure | null = null;
  const tried = ctx.sql.begin(async (tx) => {
    erasure = await erase(tx as unknown as Sql, ctx, personId, files);
    throw new RolledBack();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  if (!erasure) throw new Error("a preview ended without a result");
  return erasure;
}

/**
 * Erases a person: names, addresses and accounts go, every figure stays with somebody of whom nothing else is known, and
 * what tells of the person later goes to them. All or nothing but for the files, which go afterwards; what a crash leaves
 * of them goes within the hour.
 */
export async function erasePerson(ctx: Ctx, personId: string): Promise<Erasure> {
  const files = await filesOf(ctx, personId);
  const erasure = await ctx.sql.begin((tx) => erase(tx as unknown as Sql, ctx, personId, files));
  await dropNamedFiles(ctx.sql, ctx.workspaceId, ctx.dataDir);
  await judgeDirty(ctx);
  return erasure;
}

async function filesOf(ctx: Ctx, personId: string): Promise<string[]> {
  assertMayErase(ctx, personId);
  const { words } = await knownWords(ctx.sql, ctx.workspaceId, personId);
  const loose = looseExpression(searched(words));
  return loose === null ? [] : filesNaming(ctx, loose);
}

function assertMayErase({ viewer }: Ctx, personId: string): void {
  if (viewer.role !== "admin") throw new AppError("forbidden", "Only an admin erases people.");
  if (viewer.personId === personId)
    throw new AppError("conflict", "This is you. Another admin may erase you, or unlink yourself under People first.");
}

const searched = (words: KnownWords["words"]) =>
  words.filter(({ leftOut }) => leftOut === null).map(({ word }) => word);

async function erase(sql: Sql, ctx: Ctx, personId: string, filesWithWords: readonly string[]): Promise<Erasure> {
  const { workspaceId } = ctx;
  await sql`select pg_advisory_xact_lock(${workspaceId})`;
  const name = await nameOf(sql, workspaceId, personId);
  const key = await ensureWorkspaceKey(sql, ctx);
  const { accounts, words, known, userIds } = await knownWords(sql, workspaceId, personId);
  if (userIds.includes(ctx.viewer.userId))
    throw new AppError("conflict", "You sign in with an address of this person. Another admin may erase them.");
  const accountIds = accounts.map(({ id }) => id);
  const pages = await pagesOfAccounts(sql, workspaceId, accountIds);
  const origins = await originsNaming(sql, workspaceId, accountIds);
  const formerId = randomId();
  await makeFormer(sql, workspaceId, { from: personId, to: formerId });
  await renameAccounts(sql, workspaceId, accountIds, formerId);
  await renamePerson(sql, workspaceId, { from: personId, to: formerId, pages });
  await dropPerson(sql, workspaceId, personId, userIds);
  await dropDigests(sql, workspaceId, userIds, words);
  const itself = { kind: "account", provider: ERASED, key: formerId } as const;
  await bury(sql, ctx, key, [{ personId: formerId, known: [...known, itself] }]);
  const ids = [personId, ...accountIds].map((id): Needle => ({ text: id, token: formerId }));
  const found = await redact(sql, workspaceId, { key, words: searched(words), ids, origins });
  await markNamed(sql, workspaceId, [...origins, ...filesWithWords]);
  const erasure: Erasure = {
    name,
    accounts: accounts.map(({ provider, key: own }) => ({ provider, key: own })),
    words,
    pages: pages.length,
    interruptions: await countInterruptions(sql, workspaceId, formerId),
    ...found,
    files: await filesLeft(sql, ctx),
    signsIn: userIds.length > 0,
  };
  const { texts, bodies, files } = erasure;
  const details = { texts, bodies: bodies.redacted + bodies.dropped, files };
  await appendAudit(sql, ctx, { what: "person-erased", personIds: [formerId], details });
  return erasure;
}

async function nameOf(sql: Sql, workspaceId: number, personId: string): Promise<string> {
  const [person] = await sql<{ name: string | null }[]>`
    select coalesce(name, email) as name from people
    where workspace_id = ${workspaceId} and id = ${personId} and erased_at is null for update`;
  if (!person) throw new AppError("not-found", "There is no such person any more.");
  return person.name ?? "(no name)";
}

/** Deliveries and imports that told of the accounts, or of what they did. */
async function originsNaming(sql: Sql, workspaceId: number, accountIds: string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with theirs as (
      select page_id, at, kind, event_key, origin_id from page_events where workspace_id = ${workspaceId}
        and (account_id = any(${accountIds}::bigint[]) or to_account_ids && ${accountIds}::bigint[])
    ), shifts as (
      select id, origin_id from on_call_shifts
      where workspace_id = ${workspaceId} and account_id = any(${accountIds}::bigint[])
    )
    select origin_id as id from theirs where origin_id is not null
    union select r.origin_id from event_repeats r join theirs t
      on t.page_id = r.page_id and t.at = r.at and t.kind = r.kind and t.event_key = r.event_key
      where r.workspace_id = ${workspaceId}
    union select origin_id from shifts
    union select r.origin_id from shift_repeats r join shifts s on s.id = r.shift_id where r.workspace_id = ${workspaceId}
    union select origin_id from account_facts
      where workspace_id = ${workspaceId} and account_id = any(${accountIds}::bigint[])
    order by 1`;
  return rows.map(({ id }) => id);
}

/** Zones, hours and places stay: of them the figures are made. */
async function makeFormer(sql: Sql, workspaceId: number, { from, to }: { from: string; to: string }): Promise<void> {
  await sql`
    insert into people (workspace_id, id, time_zone, country, region, hours, leads, created_at, erased_at)
    select workspace_id, ${to}, time_zone, country, region, hours, leads, created_at, now() from people
    where workspace_id = ${workspaceId} and id = ${from}`;
}

async function dropPerson(sql: Sql, workspaceId: number, personId: string, userIds: readonly string[]): Promise<void> {
  const users = userIds as string[];
  await sql`delete from sessions where workspace_id = ${workspaceId} and user_id = any(${users}::bigint[])`;
  await sql`delete from sign_in_links where workspace_id = ${workspaceId} and user_id = any(${users}::bigint[])`;
  await sql`
    update users set name = 'a former member', email = null, person_id = null, disabled_at = coalesce(disabled_at, now())
    where workspace_id = ${workspaceId} and id = any(${users}::bigint[])`;
  await sql`
    delete from kept_apart where workspace_id = ${workspaceId} and ${personId}::bigint in (one_id, other_id)`;
  await sql`delete from people where workspace_id = ${workspaceId} and id = ${personId}`;
}

/** Their own reminders, and whatever goes to an address of theirs. */
async function dropDigests(
  sql: Sql,
  workspaceId: number,
  userIds: readonly string[],
  words: KnownWords["words"],
): Promise<void> {
  const addresses = words.map(({ word }) => word.toLowerCase());
  await sql`
    delete from digests where workspace_id = ${workspaceId}
      and (owner_user_id = any(${userIds as string[]}::bigint[]) or lower(address) = any(${addresses}::text[]))`;
}

type Search = { key: WorkspaceKey; words: readonly string[]; ids: readonly Needle[]; origins: readonly string[] };

async function redact(
  sql: Sql,
  workspaceId: number,
  { key, words, ids, origins }: Search,
): Promise<Pick<Erasure, "texts" | "bodies">> {
  const needles = words.map((word) => needleOf(key, word));
  const everywhere = [...needles, ...ids];
  const loose = looseExpression(everywhere.map(({ text }) => text)) ?? "";
  const { rows, pages } = await redactTexts(sql, workspaceId, { redactor: redactorOf(everywhere), loose });
  await markSweeps(sql, workspaceId, pages);
  await refoldPages(sql, workspaceId, pages);
  const bodies = await redactBodies(sql, workspaceId, {
    redactor: redactorOf(needles),
    loose: looseExpression(words) ?? "^$",
    naming: new Set(origins),
  });
  return { texts: rows, bodies };
}

async function countInterruptions(sql: Sql, workspaceId: number, personId: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from interruptions where workspace_id = ${workspaceId} and person_id = ${personId}`;
  return row?.n ?? 0;
}

async function filesLeft(sql: Sql, { workspaceId, dataDir }: Ctx): Promise<number> {
  const rows = await sql<{ path: string }[]>`
    select path from imports
    where workspace_id = ${workspaceId} and names_erased and state in ('done', 'failed', 'undone')`;
  const there = await Promise.all(rows.map(({ path }) => arrivedOf(join(dataDir, path))));
  return there.filter((file) => file !== null).length;
}
