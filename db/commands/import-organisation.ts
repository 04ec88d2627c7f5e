import type { Ctx, Sql } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import { storable } from "@/db/staging/storable";
import {
  type ChangeRow,
  MAX_LISTED_CHANGES,
  type OrganisationImportBody,
  type OrganisationImported,
  WHAT_CHANGES,
} from "@/lib/contract/organisation";
import { AppError } from "@/lib/errors";
import { EVER, type OrganisationOrigin } from "@/lib/model/organisation";
import { looksLikeEmail, type PersonRow, readOrganisation } from "@/lib/people/read-organisation";
import { readServiceOwners } from "@/lib/people/read-service-owners";
import type { BadLine } from "@/lib/people/read-table";
import { hear, onDate, type Stretch } from "@/lib/people/timeline";
import { localDateOf } from "@/lib/time/boundaries";
import { assertMayChange, type Changed, settleChange, touchChanged } from "./change-organisation";
import { circleSentence, closeOrganisation } from "./close-organisation";
import { ensurePeople, personKey } from "./ensure-people";
import { ensureTeams } from "./ensure-teams";
import {
  leaderTimelines,
  ownerTimelines,
  type Place,
  placeTimelines,
  samePlace,
  sameTeams,
  storeLeaders,
  storeOwners,
  storePlaces,
  storeTeams,
  teamTimelines,
} from "./organisation-timelines";

/** The account by which a file knows a person: it keeps those of whom no provider tells. */
const DIRECTORY = "directory";

type Work = Pick<Ctx, "sql" | "workspaceId" | "keyRing" | "zone" | "now">;

type Options = OrganisationImportBody & { origin: OrganisationOrigin; importId: string | null };

class RolledBack extends Error {}

/** What a file would do, tried out in a transaction that is rolled back. */
export async function previewOrganisation(ctx: Ctx, body: OrganisationImportBody): Promise<OrganisationImported> {
  assertMayChange(ctx);
  let imported: OrganisationImported | null = null;
  const tried = ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    imported = (await bringIn(sql, ctx, { ...body, origin: "file", importId: null })).imported;
    throw new RolledBack();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  if (!imported) throw new Error("a preview ended without a result");
  return imported;
}

/** Brings a file of the organisation in. The same file again changes nothing. */
export async function importOrganisation(ctx: Ctx, body: OrganisationImportBody): Promise<OrganisationImported> {
  assertMayChange(ctx);
  const imported = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const done = await bringIn(sql, ctx, { ...body, origin: "file", importId: null });
    if (done.changed.details !== null) await settleChange(sql, ctx, "organisation-changed", done.changed);
    return done.imported;
  });
  await recountTouched(ctx);
  return imported;
}

/** The sample's organisation: no person brings it in, and it goes with the sample's imports. */
export async function importSampleOrganisation(
  work: Work,
  body: OrganisationImportBody,
  importId: string,
): Promise<OrganisationImported> {
  return work.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${work.workspaceId})`;
    const { imported, changed } = await bringIn(sql, work, { ...body, origin: "sample", importId });
    await touchChanged(sql, work.workspaceId, changed);
    return imported;
  }) as Promise<OrganisationImported>;
}

type Done = { imported: OrganisationImported; changed: Changed };

async function bringIn(sql: Sql, work: Work, options: Options): Promise<Done> {
  const today = localDateOf(work.now, work.zone);
  return options.kind === "services"
    ? bringOwnersIn(sql, work.workspaceId, options, today)
    : bringPeopleIn(sql, work, options, today);
}

/** What is found out on the way, by what it is about. */
class Outcomes {
  readonly changes: ChangeRow[] = [];
  readonly kept: ChangeRow[] = [];

  constructor(
    readonly errors: BadLine[],
    readonly notes: BadLine[],
  ) {}

  dropped(what: ChangeRow["what"], lines: ReadonlySet<number>): void {
    const left = this.changes.filter((change) => change.what !== what || !lines.has(change.line));
    this.changes.splice(0, this.changes.length, ...left);
  }

  told(rows: number, newTeams: string[]): OrganisationImported {
    const counts = Object.fromEntries(
      WHAT_CHANGES.map((what) => [what, this.changes.filter((change) => change.what === what).length]),
    ) as OrganisationImported["counts"];
    const byLine = (a: { line: number }, b: { line: number }) => a.line - b.line;
    return {
      rows,
      counts,
      newTeams,
      changes: this.changes.sort(byLine).slice(0, MAX_LISTED_CHANGES),
      kept: this.kept.sort(byLine).slice(0, MAX_LISTED_CHANGES),
      errors: this.errors.sort(byLine).slice(0, MAX_LISTED_CHANGES),
      notes: this.notes.sort(byLine).slice(0, MAX_LISTED_CHANGES),
    };
  }
}

type Heard<Value> = {
  timelines: Map<string, readonly Stretch<Value>[]>;
  today: string;
  origin: OrganisationOrigin;
  outcomes: Outcomes;
  what: ChangeRow["what"];
  same: (one: Value, other: Value) => boolean;
  write: (value: Value) => string;
};

type Said<Value> = { id: string; line: number; who: string; fromDate: string | null; value: Value | null };

/** Holds one word against its timeline. True where it changed it. */
function take<Value>(heard: Heard<Value>, { id, line, who, fromDate, value }: Said<Value>): boolean {
  const { timelines, today, origin, outcomes, what, same, write } = heard;
  const before = timelines.get(id) ?? [];
  const outcome = hear(before, { fromDate, value, origin }, today, same);
  if (outcome.kind === "same") return false;
  const after = value === null ? null : write(value);
  if (outcome.kind === "kept") {
    const { byHand } = outcome;
    outcomes.kept.push({ line, who, what, before: write(byHand.value), after, since: shown(byHand.fromDate) });
    return false;
  }
  timelines.set(id, outcome.stretches);
  const held = outcome.before === null ? null : write(outcome.before);
  outcomes.changes.push({ line, who, what, before: held, after, since: shown(outcome.fromDate) });
  return true;
}

const shown = (date: string) => (date === EVER ? null : date);

async function bringPeopleIn(sql: Sql, work: Work, options: Options, today: string): Promise<Done> {
  const { workspaceId } = work;
  const read = readOrganisation(storable(options.text));
  const outcomes = new Outcomes([...read.errors], [...read.notes]);
  const rows = inOrder(read.rows, options.fromDate);
  const emails = rows.map(({ email }) => email);
  const known = await peopleByEmail(sql, workspaceId, [
    ...emails,
    ...rows.flatMap(({ leader }) => (leader && looksLikeEmail(leader) ? [leader] : [])),
  ]);
  const people = await withAccounts(sql, work, rows, known, options, outcomes);
  const told = rows.filter(({ email }) => people.has(email));
  const ids = [...new Set(told.map(({ email }) => people.get(email) ?? ""))];
  const names = await namesOf(sql, workspaceId, [...people.values()]);
  const who = ({ email }: PersonRow) => names.get(people.get(email) ?? "") ?? email;
  const context = { sql, workspaceId, today, origin: options.origin, outcomes, people, names, ids, who };
  const leaders = await hearLeaders(context, told);
  const teams = await hearTeams(context, told);
  const clocks = await hearPlaces(context, told);
  const imported = outcomes.told(rows.length, teams.made);
  const changed = outcomes.changes.length > 0;
  return {
    imported,
    changed: {
      details: changed ? { changed: "file", kind: "people", rows: rows.length, ...imported.counts } : null,
      personIds: [...new Set([...leaders, ...teams.personIds, ...clocks])],
      leaders,
      members: teams,
      clocks,
    },
  };
}

/**
 * In the order of their days. What a file says without a day about somebody of whom it says more with one held before
 * all that.
 */
function inOrder(rows: readonly PersonRow[], fromDate: string | null): PersonRow[] {
  const dated = new Set(rows.flatMap(({ email, fromDate: date }) => (date === null ? [] : [email])));
  const whole = rows.map((row) => ({
    ...row,
    fromDate: row.fromDate ?? (dated.has(row.email) ? EVER : fromDate),
  }));
  return whole.sort((a, b) => (a.fromDate ?? EVER).localeCompare(b.fromDate ?? EVER, "en") || a.line - b.line);
}

type Context = {
  sql: Sql;
  workspaceId: number;
  today: string;
  origin: OrganisationOrigin;
  outcomes: Outcomes;
  /** Ids by address. */
  people: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, string>;
  ids: readonly string[];
  who: (row: PersonRow) => string;
};

async function hearLeaders(context: Context, rows: readonly PersonRow[]): Promise<string[]> {
  const { sql, workspaceId, outcomes, names, ids } = context;
  const before = await leaderTimelines(sql, workspaceId, ids);
  const spoken = rows.flatMap((row) => leaderWord(context, row, rows));
  const refused = new Set<number>();
  const stored = new Set<string>();
  for (;;) {
    const write = (id: string) => names.get(id) ?? "somebody";
    const timelines = new Map(before);
    const heard = { ...context, timelines, what: "leader" as const, same: Object.is, write };
    outcomes.dropped("leader", new Set(rows.map(({ line }) => line)));
    const kept = outcomes.kept.filter(({ what }) => what !== "leader");
    outcomes.kept.splice(0, outcomes.kept.length, ...kept);
    const taken = spoken.filter(({ line }) => !refused.has(line)).filter((word) => take(heard, word));
    const changed = [...new Set(taken.map(({ id }) => id))];
    for (const id of changed) stored.add(id);
    await storeLeaders(sql, workspaceId, new Map([...stored].map((id) => [id, timelines.get(id) ?? []])));
    const closed = await closeOrganisation(sql, workspaceId, changed);
    if (!("circle" in closed)) return changed;
    const guilty = taken.filter(({ id }) => closed.circle.includes(id));
    if (guilty.length === 0) throw new AppError("conflict", await circleSentence(sql, workspaceId, closed));
    const lines = [...new Set(guilty.map(({ line }) => line))].sort((a, b) => a - b);
    const sentence = await circleSentence(sql, workspaceId, closed);
    for (const line of lines) {
      refused.add(line);
      outcomes.errors.push({ line, why: `${sentence} Lines ${lines.join(", ")}; their leaders are left as they are.` });
    }
  }
}

type LeaderWord = Said<string>;

/** Nothing where the row says nothing of a leader, or names one whom nobody knows. */
function leaderWord(context: Context, row: PersonRow, rows: readonly PersonRow[]): LeaderWord[] {
  const { people, outcomes, who } = context;
  if (row.leader === undefined) return [];
  const id = people.get(row.email) ?? "";
  const word = { id, line: row.line, who: who(row), fromDate: row.fromDate };
  if (row.leader === null) return [{ ...word, value: null }];
  const found = looksLikeEmail(row.leader) ? people.get(row.leader) : byName(row.leader, rows, people);
  const refuse = (why: string) => {
    outcomes.errors.push({ line: row.line, why });
    return [];
  };
  if (found === undefined)
    return refuse(`the leader ${row.leader} is neither in the file nor known here; the rest of the line is read`);
  if (found === id) return refuse(`${row.email} reports to themselves; the rest of the line is read`);
  return [{ ...word, value: found }];
}

/** Some systems tell a leader by name: good enough where one person of the file has it. */
function byName(name: string, rows: readonly PersonRow[], people: ReadonlyMap<string, string>): string | undefined {
  const wanted = name.toLowerCase();
  const found = new Set(
    rows.flatMap((row) => (row.name?.toLowerCase() === wanted ? [people.get(row.email) ?? ""] : [])),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

async function hearTeams(context: Context, rows: readonly PersonRow[]) {
  const { sql, workspaceId, ids, people, who } = context;
  const { ids: teamIds, made } = await ensureTeams(
    sql,
    workspaceId,
    rows.flatMap(({ teams }) => teams ?? []),
  );
  const timelines = new Map(await teamTimelines(sql, workspaceId, ids));
  const known = new Set([...timelines.values()].flatMap((all) => all.flatMap(({ value }) => value)));
  const names = await teamNames(sql, workspaceId, [...known, ...teamIds.values()]);
  const write = (value: readonly string[]) =>
    value
      .map((id) => names.get(id) ?? "")
      .sort()
      .join(", ");
  const heard = { ...context, timelines, what: "teams" as const, same: sameTeams, write };
  const changed = new Map<string, readonly Stretch<readonly string[]>[]>();
  const touched = new Set<string>();
  for (const row of rows) {
    if (row.teams === undefined) continue;
    const id = people.get(row.email) ?? "";
    const value = [...new Set(row.teams.flatMap((name) => teamIds.get(name) ?? []))].sort();
    const before = timelines.get(id) ?? [];
    const word = { id, line: row.line, who: who(row), fromDate: row.fromDate, value: value.length > 0 ? value : null };
    if (!take(heard, word)) continue;
    const after = timelines.get(id) ?? [];
    changed.set(id, after);
    for (const { value: some } of [...before, ...after]) for (const team of some) touched.add(team);
  }
  await storeTeams(sql, workspaceId, changed);
  return { personIds: [...changed.keys()], teamIds: [...touched], made };
}

async function hearPlaces(context: Context, rows: readonly PersonRow[]): Promise<string[]> {
  const { sql, workspaceId, ids, people, who, outcomes, today } = context;
  const timelines = new Map(await placeTimelines(sql, workspaceId, ids));
  const bases = await basePlaces(sql, workspaceId, ids);
  const write = ({ timeZone, country, region }: Place) =>
    [timeZone.replaceAll("_", " "), [country, region].filter(Boolean).join("-")].filter(Boolean).join(", ");
  const heard = { ...context, timelines, what: "place" as const, same: samePlace, write };
  const changed = new Map<string, readonly Stretch<Place>[]>();
  for (const row of rows) {
    if (row.timeZone === undefined && row.country === undefined) continue;
    const id = people.get(row.email) ?? "";
    const stretches = timelines.get(id) ?? [];
    const base = bases.get(id);
    const now = onDate(stretches, row.fromDate ?? today)?.value ?? base;
    const timeZone = row.timeZone ?? now?.timeZone;
    if (timeZone === undefined || timeZone === null) {
      outcomes.notes.push({ line: row.line, why: "the country is read only together with a time zone" });
      continue;
    }
    const country = row.country ?? now?.country ?? null;
    const region = row.region ?? (country === now?.country ? (now?.region ?? null) : null);
    const value = { timeZone, country, region };
    // What providers told already needs no word of its own.
    if (stretches.length === 0 && base?.timeZone && samePlace(value, { ...base, timeZone: base.timeZone })) continue;
    if (take(heard, { id, line: row.line, who: who(row), fromDate: row.fromDate, value }))
      changed.set(id, timelines.get(id) ?? []);
  }
  await storePlaces(sql, workspaceId, changed);
  return [...changed.keys()];
}

async function bringOwnersIn(sql: Sql, workspaceId: number, options: Options, today: string): Promise<Done> {
  const read = readServiceOwners(storable(options.text));
  const outcomes = new Outcomes([...read.errors], []);
  const dated = new Set(read.rows.flatMap(({ service, fromDate }) => (fromDate === null ? [] : [service])));
  const rows = read.rows
    .map((row) => ({ ...row, fromDate: row.fromDate ?? (dated.has(row.service) ? EVER : options.fromDate) }))
    .sort((a, b) => (a.fromDate ?? EVER).localeCompare(b.fromDate ?? EVER, "en") || a.line - b.line);
  const { ids, made } = await ensureTeams(
    sql,
    workspaceId,
    rows.flatMap(({ team }) => team ?? []),
  );
  const services = [...new Set(rows.map(({ service }) => service))];
  const timelines = new Map(await ownerTimelines(sql, workspaceId, services));
  const known = new Set([...timelines.values()].flatMap((all) => all.map(({ value }) => value)));
  const names = await teamNames(sql, workspaceId, [...known, ...ids.values()]);
  const write = (id: string) => names.get(id) ?? "";
  const heard = { timelines, today, origin: options.origin, outcomes, what: "owner" as const, same: Object.is, write };
  const changed = new Map<string, readonly Stretch<string>[]>();
  for (const { line, service, team, fromDate } of rows) {
    const value = team === null ? null : (ids.get(team) ?? null);
    if (take(heard, { id: service, line, who: service, fromDate, value }))
      changed.set(service, timelines.get(service) ?? []);
  }
  await storeOwners(sql, workspaceId, changed);
  const imported = outcomes.told(rows.length, made);
  const details =
    changed.size > 0 ? { changed: "file", kind: "services", rows: rows.length, ...imported.counts } : null;
  return { imported, changed: { details, members: { personIds: [], teamIds: [...ids.values()] } } };
}

/** Who has which address; several people of one address are nobody until they are merged. */
async function peopleByEmail(
  sql: Sql,
  workspaceId: number,
  emails: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await sql<{ email: string; ids: string[] }[]>`
    select lower(email) as email, array_agg(distinct person_id) as ids from identities
    where workspace_id = ${workspaceId} and lower(email) = any(${emails as string[]}::text[]) group by 1`;
  return new Map(rows.map(({ email, ids }) => [email, ids]));
}

/** Gives everybody in the file an account that keeps them, and a person where nobody knows them yet. */
async function withAccounts(
  sql: Sql,
  work: Work,
  rows: readonly PersonRow[],
  known: ReadonlyMap<string, readonly string[]>,
  { origin, importId }: Options,
  outcomes: Outcomes,
): Promise<ReadonlyMap<string, string>> {
  const { workspaceId } = work;
  const people = new Map<string, string>();
  for (const [email, [id, ...others]] of known) if (id !== undefined && others.length === 0) people.set(email, id);
  const first = new Map([...rows].reverse().map((row) => [row.email, row]));
  for (const { email, line } of first.values())
    if ((known.get(email)?.length ?? 0) > 1)
      outcomes.errors.push({ line, why: `several people have the address ${email}: merge them first` });
  const mine = [...first.values()].filter(({ email }) => (known.get(email)?.length ?? 0) < 2);
  // The sample's people come with its provider's files.
  const kept = mine.filter(({ email }) => origin !== "sample" || !people.has(email));
  const tellings = kept.map(({ email, name }) => ({
    fact: {
      provider: DIRECTORY,
      key: email,
      email,
      // Of somebody who is known already the provider's name stays.
      ...(name !== undefined && !people.has(email) && { name }),
    },
    told: true,
    importId,
    toldAt: null,
  }));
  const { erased } = await ensurePeople(sql, work, tellings);
  const now = await peopleByEmail(
    sql,
    workspaceId,
    mine.map(({ email }) => email),
  );
  for (const { email, line, name } of mine) {
    if (erased.has(personKey(DIRECTORY, email))) {
      outcomes.notes.push({ line, why: "this is a former member who was erased: the line is left out" });
      continue;
    }
    const [id] = now.get(email) ?? [];
    if (id === undefined) throw new Error(`an account of ${email} has no person`);
    if (!people.has(email))
      outcomes.changes.push({ line, who: name ?? email, what: "person", before: null, after: email, since: null });
    people.set(email, id);
  }
  return people;
}

async function namesOf(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select p.id, coalesce(p.name, p.email, '(no name)') as name from people p
    where p.workspace_id = ${workspaceId} and (p.id = any(${ids as string[]}::bigint[]) or exists (
      select 1 from reporting_lines l where l.workspace_id = p.workspace_id and l.leader_id = p.id))`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function teamNames(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from teams where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

type Base = { timeZone: string | null; country: string | null; region: string | null };

async function basePlaces(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<ReadonlyMap<string, Base>> {
  const rows = await sql<(Base & { id: string })[]>`
    select id, time_zone as "timeZone", country, region from people
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
  return new Map(rows.map(({ id, ...base }) => [id, base]));
}
