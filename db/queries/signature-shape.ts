import { earlierSignatures, isAdoption } from "@/db/commands/adopt-signature-version";
import { keyedPages } from "@/db/commands/rekey-pages";
import type { Ctx } from "@/db/ctx";
import { APART_BY, type NamedSignature, type SignatureShape } from "@/lib/contract/signature-shape";
import { AppError } from "@/lib/errors";
import { templateOf } from "@/lib/ingest/mask-title";
import { mineTemplates } from "@/lib/ingest/mine-templates";
import { countSlots } from "@/lib/ingest/name-slots";
import { splitValueOf } from "@/lib/ingest/settle-signature";
import { type KeyedPage, type SignatureIdentity, titleOf } from "@/lib/ingest/signature-of";
import { SIGNATURE_VERSION, signatureVersionOf } from "@/lib/ingest/signature-version";
import { SPLIT_FIELDS, type SplitRule } from "@/lib/model/signature-edit";
import type { Verdict } from "@/lib/model/verdict";
import { without } from "@/lib/model/without";
import { idFrom } from "./pages";

/** The latest pages tell what varies; reading all of a loud alert would take seconds. */
const COUNTED_PAGES = 2_000;

const MOST_VALUES = 12;
const MOST_CANDIDATES = 200;

type Fragment = ReturnType<Ctx["sql"]>;

/** How a signature is made, what people made of it, and what they may make of it. */
export async function signatureShape(ctx: Ctx, text: string): Promise<SignatureShape> {
  const id = idFrom(text, "alert");
  const identity = await identityOf(ctx, id);
  const [pages, members, parts, edits, candidates, adoption] = await Promise.all([
    latestPages(ctx, id),
    membersOf(ctx, id),
    partsOf(ctx, id),
    editsOf(ctx, id),
    candidatesFor(ctx, id, identity),
    adoptionIn(ctx),
  ]);
  return {
    id,
    kind: identity.kind,
    key: identity.key,
    version: signatureVersionOf(identity.signature),
    currentVersion: identity.currentVersion,
    adoption,
    part: identity.part,
    counted: pages.length,
    slots: slotsOf(identity, pages),
    fields: fieldsOf(identity, pages),
    members,
    parts,
    edits,
    candidates,
  };
}

type Identity = SignatureIdentity & { currentVersion: number };

async function identityOf({ sql, workspaceId }: Ctx, id: string): Promise<Identity> {
  const [row] = await sql<Identity[]>`
    select s.signature, s.kind, s.key, s.provider, s.service, s.environment, s.severity, s.part,
      w.signature_version as "currentVersion"
    from signatures s join workspaces w on w.id = s.workspace_id
    where s.workspace_id = ${workspaceId} and s.id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such alert.");
  return row;
}

async function adoptionIn({ sql, workspaceId, viewer }: Ctx): Promise<SignatureShape["adoption"]> {
  const [waiting, [row]] = await Promise.all([
    earlierSignatures(sql, workspaceId),
    sql<{ taken: number }[]>`
      select count(*)::int as taken from signature_edits e where e.workspace_id = ${workspaceId} and ${isAdoption(sql)}`,
  ]);
  const mayChange = viewer.role === "admin";
  return { version: SIGNATURE_VERSION, waiting: waiting.length, taken: row?.taken ?? 0, mayChange };
}

async function latestPages({ sql, workspaceId }: Ctx, id: string): Promise<KeyedPage[]> {
  const rows = await sql<{ id: string }[]>`
    select id from pages where workspace_id = ${workspaceId} and signature_id = ${id}
    order by triggered_at desc, id limit ${COUNTED_PAGES}`;
  const pages = await keyedPages(
    sql,
    workspaceId,
    rows.map((row) => row.id),
  );
  return pages.map(({ page }) => page);
}

/** Of the pages whose title has this template: one that was merged in may have another. */
function slotsOf({ signature, kind, key }: Identity, pages: readonly KeyedPage[]): SignatureShape["slots"] {
  if (kind !== "title") return [];
  const version = signatureVersionOf(signature);
  const read = pages.map((page) => templateOf(titleOf(page), version)).filter(({ template }) => template === key);
  return countSlots(read.map(({ slots }) => slots)).map(({ values, ...slot }) => ({
    ...slot,
    distinct: values.length,
    values: values.slice(0, MOST_VALUES),
  }));
}

/** Facts in which the pages differ: two values, or one and pages that do not tell theirs. */
function fieldsOf(identity: Identity, pages: readonly KeyedPage[]): SignatureShape["fields"] {
  return SPLIT_FIELDS.flatMap((field) => {
    const told = pages.map((page) => splitValueOf(page, identity, { by: "field", field }));
    const unknown = told.filter((value) => value === null).length;
    const [counted] = countSlots(told.flatMap((value) => (value === null ? [] : [[{ mask: field, value }]])));
    const distinct = counted?.values.length ?? 0;
    if (distinct + Math.min(unknown, 1) < 2 || !counted) return [];
    return { field, values: counted.values.slice(0, MOST_VALUES), distinct, unknown };
  });
}

/** A signature `s` with its pages `n`, as lists name it. */
function named({ sql }: Pick<Ctx, "sql">, n: Fragment): Fragment {
  return sql`s.id, coalesce(case when s.kind = 'title' then s.key end, last.title, s.key) as title, s.part, s.provider,
    s.service, s.environment, s.severity, ${n} as pages`;
}

/** The title of its latest page, for one that is known by a rule. */
function latestTitle({ sql }: Pick<Ctx, "sql">): Fragment {
  return sql`left join lateral (
    select p.title from pages p where s.kind <> 'title' and p.workspace_id = s.workspace_id and p.signature_id = s.id
    order by p.triggered_at desc, p.id limit 1) last on true`;
}

async function membersOf(ctx: Ctx, id: string): Promise<SignatureShape["members"]> {
  const { sql, workspaceId } = ctx;
  return sql<(NamedSignature & { personVerdict: Verdict | null })[]>`
    select ${named(ctx, sql`m.pages`)}, v.verdict as "personVerdict"
    from (
      select way.id, count(*)::int as pages from pages p cross join lateral unnest(p.via) as way (id)
      where p.workspace_id = ${workspaceId} and p.signature_id = ${id} and p.via is not null group by 1) m
    join signatures s on s.workspace_id = ${workspaceId} and s.id = m.id
    ${latestTitle(ctx)}
    left join person_verdicts v on v.workspace_id = s.workspace_id and v.subject = 'signature' and v.subject_id = s.id
      and v.ended_at is null
    order by m.pages desc, s.id`;
}

/** Where the pages are that came by this signature. */
async function partsOf(ctx: Ctx, id: string): Promise<NamedSignature[]> {
  const { sql, workspaceId } = ctx;
  return sql<NamedSignature[]>`
    select ${named(ctx, sql`m.pages`)}
    from (
      select p.signature_id as id, count(*)::int as pages from pages p
      where p.workspace_id = ${workspaceId} and p.via is not null and ${id}::bigint = any(p.via) group by 1) m
    join signatures s on s.workspace_id = ${workspaceId} and s.id = m.id
    ${latestTitle(ctx)}
    order by m.pages desc, s.id`;
}

type EditRow = {
  id: string;
  kind: "merge" | "split";
  rule: SplitRule | null;
  from: NamedSignature;
  into: NamedSignature | null;
  by: string;
  given_at: Date;
  ended_by: string | null;
  ended_at: Date | null;
};

/** Of this signature, of those that its pages came by, and those that made it, the latest first. */
async function editsOf({ sql, workspaceId }: Ctx, id: string): Promise<SignatureShape["edits"]> {
  const object = (s: string) =>
    sql.unsafe(`jsonb_build_object('id', ${s}.id::text, 'title', ${s}.key, 'part', ${s}.part,
    'provider', ${s}.provider, 'service', ${s}.service, 'environment', ${s}.environment, 'severity', ${s}.severity,
    'pages', (select count(*)::int from pages p where p.workspace_id = ${s}.workspace_id and p.signature_id = ${s}.id))`);
  const rows = await sql<EditRow[]>`
    select e.id, e.kind, e.rule, ${object("s")} as from, case when i.id is not null then ${object("i")} end as into,
      u.name as by, e.given_at, x.name as ended_by, e.ended_at
    from signature_edits e
    join signatures s on s.workspace_id = e.workspace_id and s.id = e.signature_id
    left join signatures i on i.workspace_id = e.workspace_id and i.id = e.into_id
    join users u on u.workspace_id = e.workspace_id and u.id = e.user_id
    left join users x on x.workspace_id = e.workspace_id and x.id = e.ended_by_user_id
    where e.workspace_id = ${workspaceId} and (
      ${id} in (e.signature_id, e.into_id)
      or e.signature_id in (
        select unnest(p.via) from pages p
        where p.workspace_id = ${workspaceId} and p.signature_id = ${id} and p.via is not null))
    order by e.given_at desc, e.id`;
  return rows.map(({ rule, given_at: givenAt, ended_at: endedAt, ended_by: endedBy, ...row }) => ({
    ...row,
    how: rule && howOf(rule),
    givenAt: givenAt.toISOString(),
    endedBy,
    endedAt: endedAt?.toISOString() ?? null,
  }));
}

function howOf(rule: SplitRule): string {
  switch (rule.by) {
    case "slot":
      return `by variable part ${rule.slot + 1} of the title`;
    case "word":
      return `by the word “${rule.word}”`;
    case "field":
      return `by ${rule.field}`;
    case "version":
      return `by recipe ${rule.version} of signatures`;
  }
}

/** What the miner would put together with it, then its service's others, then the rest of its provider. */
async function candidatesFor(ctx: Ctx, id: string, identity: Identity): Promise<SignatureShape["candidates"]> {
  const { sql, workspaceId } = ctx;
  const rows = await sql<(NamedSignature & Pick<SignatureIdentity, "kind" | "key">)[]>`
    select ${named(ctx, sql`m.pages`)}, s.kind, s.key
    from (
      select p.signature_id as id, count(*)::int as pages from pages p where p.workspace_id = ${workspaceId} group by 1) m
    join signatures s on s.workspace_id = ${workspaceId} and s.id = m.id
    ${latestTitle(ctx)}
    where s.id <> ${id}
    order by (s.service is not distinct from ${identity.service}::text) desc, m.pages desc, s.id limit ${MOST_CANDIDATES}`;
  const proposed = proposedFor(id, identity, rows);
  return rows
    .map((row) => ({
      ...without(row, "kind", "key"),
      isProposed: proposed.has(row.id),
      apartBy: APART_BY.filter((what) => row[what] !== identity[what]),
    }))
    .sort((a, b) => Number(b.isProposed) - Number(a.isProposed) || a.apartBy.length - b.apartBy.length);
}

function proposedFor(
  id: string,
  identity: Identity,
  others: readonly (NamedSignature & Pick<SignatureIdentity, "kind" | "key">)[],
): ReadonlySet<string> {
  const mined = [{ ...identity, id }, ...others]
    .filter(({ kind }) => kind === "title")
    .map(({ key, ...it }) => ({ ...it, template: key }));
  const names = others.flatMap(({ service }) => service ?? []);
  const mine = mineTemplates(mined, names).find(({ ids }) => ids.includes(id));
  return new Set(mine?.ids);
}
