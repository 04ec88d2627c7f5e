import type { Ctx, Sql } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import {
  LABEL_ENDS,
  type LabelEnd,
  type LabelImportBody,
  type LabelImported,
  type LabelPreview,
  type LabelRow,
  MAX_LISTED,
} from "@/lib/contract/labels";
import type { Label } from "@/lib/labels/label";
import { type Placed, readLabels } from "@/lib/labels/read-labels";
import { type FoundLabel, type OurWord, type SortedLabel, sortLabels } from "@/lib/labels/sort-labels";
import { groupBy } from "@/lib/model/group-by";
import { makeGesture } from "./make-gesture";
import { type NewWord, type Subject, signaturesOf, storeWords } from "./store-words";

/** What a file of labels would do, before anything is stored. */
export async function previewLabels(ctx: Ctx, text: string): Promise<LabelPreview> {
  const { labels, silent, errors } = readLabels(text, await onlyProvider(ctx));
  const rows = [
    ...(await sortFound(ctx.sql, ctx.workspaceId, labels)).map(rowOf),
    ...silent.map((row) => leftOut(row, "silent")),
    ...errors.map((row) => leftOut(row, "unreadable")),
  ];
  const byEnd = groupBy(rows, ({ end }) => end);
  const counts = Object.fromEntries(LABEL_ENDS.map((end) => [end, byEnd.get(end)?.length ?? 0]));
  const listed = LABEL_ENDS.flatMap((end) => byEnd.get(end)?.slice(0, MAX_LISTED) ?? []);
  return { counts: counts as LabelPreview["counts"], rows: listed };
}

/**
 * Stores what is new in a file of labels, as one gesture. A word that counts here gives way only where `take` names it;
 * what changed since the preview is sorted anew, so that nobody's word is lost unseen.
 */
export async function importLabels(ctx: Ctx, { text, take }: LabelImportBody): Promise<LabelImported> {
  const { labels } = readLabels(text, await onlyProvider(ctx));
  const { gesture, words } = await makeGesture(ctx, "import", async (sql, id) => {
    const chosen = (await sortFound(sql, ctx.workspaceId, labels)).filter((one) => isTaken(one, take));
    const stored = chosen.flatMap(({ label, subjectId }): NewWord[] => (subjectId ? [wordOf(label, subjectId)] : []));
    await storeWords(sql, ctx, id, stored);
    const counting = stored.filter(({ endedAt }) => endedAt === null).map(({ subject }) => subject);
    return { words: stored.length, signatures: await signaturesOf(sql, ctx.workspaceId, counting) };
  });
  return { gesture: words > 0 ? gesture : null, stored: words };
}

/** Whose all pages here are, so that rows need not say it; null of several. The index holds both ends. */
async function onlyProvider({ sql, workspaceId }: Ctx): Promise<string | null> {
  const [ends] = await sql<{ first: string | null; last: string | null }[]>`
    select min(provider) as first, max(provider) as last from pages where workspace_id = ${workspaceId}`;
  return ends && ends.first === ends.last ? ends.first : null;
}

function isTaken(found: SortedLabel, take: LabelImportBody["take"]): boolean {
  if (found.kind === "new") return true;
  if (found.kind !== "conflicting") return false;
  return take === "all" || (take !== "none" && take.includes(found.where));
}

function wordOf(label: Label, id: string): NewWord {
  const { about, verdict, reason, wrongHour, note, by, tag, at, from, until, weight, endedAt } = label;
  const subject = { kind: about.kind, id };
  return { subject, verdict, reason, wrongHour, note, saidBy: by, tag, givenAt: at, from, until, weight, endedAt };
}

async function sortFound(sql: Sql, workspaceId: number, labels: readonly Placed<{ label: Label }>[]) {
  const found = await find(sql, workspaceId, storable(labels));
  const pages = await ourWords(sql, workspaceId, found, "page");
  const signatures = await ourWords(sql, workspaceId, found, "signature");
  return sortLabels(found, new Map([...pages, ...signatures]));
}

/** The page or signature that each label is about. */
async function find(sql: Sql, workspaceId: number, labels: readonly Placed<{ label: Label }>[]): Promise<FoundLabel[]> {
  const abouts = labels.map(({ label }) => label.about);
  const pageKeys = abouts.flatMap((about) => (about.kind === "page" ? [about] : []));
  const keys = abouts.flatMap((about) => (about.kind === "signature" ? [about.signature] : []));
  const pages = await sql<{ id: string; provider: string; page_key: string }[]>`
    select p.id, p.provider, p.page_key
    from (select distinct * from unnest(${pageKeys.map(({ provider }) => provider)}::text[],
      ${pageKeys.map(({ pageKey }) => pageKey)}::text[]) as k (provider, page_key)) k
    join pages p on p.workspace_id = ${workspaceId} and p.provider = k.provider and p.page_key = k.page_key`;
  const signatures = await sql<{ id: string; signature: string }[]>`
    select id, signature from signatures where workspace_id = ${workspaceId} and signature = any(${keys}::text[])`;
  const ids = new Map([
    ...pages.map(({ id, provider, page_key: key }): [string, string] => [aboutKey(provider, key), id]),
    ...signatures.map(({ id, signature }): [string, string] => [signature, id]),
  ]);
  return labels.map(({ where, label }) => {
    const { about } = label;
    const key = about.kind === "page" ? aboutKey(about.provider, about.pageKey) : about.signature;
    return { where, label, subjectId: ids.get(key) ?? null };
  });
}

const aboutKey = (provider: string, key: string) => JSON.stringify([provider, key]);

async function ourWords(sql: Sql, workspaceId: number, found: readonly FoundLabel[], kind: Subject["kind"]) {
  const ids = found.flatMap(({ label, subjectId }) => (subjectId && label.about.kind === kind ? [subjectId] : []));
  type Row = Omit<OurWord, "at" | "from" | "until"> & {
    subject_id: string;
    at: Date | null;
    from: Date | null;
    until: Date | null;
  };
  const rows = await sql<Row[]>`
    select v.subject_id, v.verdict, v.reason, v.wrong_hour as "wrongHour", v.note, coalesce(v.said_by, u.name) as by,
      v.given_at as at, v.from_at as "from", v.until_at as "until", v.ended_at is null as "inForce"
    from person_verdicts v join users u on u.workspace_id = v.workspace_id and u.id = v.user_id
    where v.workspace_id = ${workspaceId} and v.subject = ${kind} and v.subject_id = any(${ids}::bigint[])
    order by v.stored_at desc, v.id`;
  const time = (at: Date | null) => at?.getTime() ?? null;
  const words = groupBy(rows, (row) => row.subject_id);
  return [...words].map(([id, mine]): [string, OurWord[]] => [
    id,
    mine.map((row) => ({ ...row, at: time(row.at), from: time(row.from), until: time(row.until) })),
  ]);
}

function rowOf(sorted: SortedLabel): LabelRow {
  const { where, label } = sorted;
  const { about, verdict, reason, note } = label;
  const ours = sorted.kind === "conflicting" ? sorted.ours : null;
  return {
    where,
    end: sorted.kind,
    about: about.kind === "page" ? `${about.provider} ${about.pageKey}` : about.signature,
    said: { verdict, reason, note },
    ours: ours && { verdict: ours.verdict, reason: ours.reason, note: ours.note, by: ours.by },
    why: whyOf(sorted),
  };
}

function whyOf(sorted: SortedLabel): string | null {
  if (sorted.kind === "unknown")
    return `there is no such ${sorted.label.about.kind === "page" ? "page" : "signature"} here`;
  if (sorted.kind === "repeated") return `${sorted.by} says later what counts`;
  if (sorted.kind === "conflicting" && !sorted.ours) return "this word was taken back here";
  return null;
}

function leftOut({ where, why }: { where: string; why: string }, end: LabelEnd): LabelRow {
  return { where, end, about: null, said: null, ours: null, why };
}
