import type { Ctx, Sql } from "@/db/ctx";
import type { DigestSendView, DigestsView, DigestView } from "@/lib/contract/digests";
import { AppError } from "@/lib/errors";
import type { DigestChannel, DigestKind, DigestTrigger } from "@/lib/model/digest";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import { nextDue } from "@/lib/time/due-times";

/** As it is kept; what is sealed stays so. */
export type Digest = {
  id: string;
  kind: DigestKind;
  team: string | null;
  ownerUserId: string | null;
  channel: DigestChannel;
  address: string | null;
  sealed: string | null;
  shown: string;
  trigger: DigestTrigger;
  weekday: number | null;
  minute: number | null;
  zone: string;
  enabled: boolean;
  runsFrom: Instant;
  unsubscribedAt: Instant | null;
};

type Reader = Pick<Ctx, "sql" | "workspaceId">;
type Row = Omit<Digest, "runsFrom" | "unsubscribedAt"> & { runsFrom: Date; unsubscribedAt: Date | null };

/** In the order in which they were made. */
export async function readDigests({ sql, workspaceId }: Reader, id: string | null = null): Promise<Digest[]> {
  const rows = await sql<Row[]>`
    select d.id, d.kind, t.name as team, d.owner_user_id as "ownerUserId", d.channel, d.address, d.sealed, d.shown, d.trigger,
      d.weekday, d.minute, d.zone, d.enabled, d.runs_from as "runsFrom", d.unsubscribed_at as "unsubscribedAt"
    from digests d left join teams t on t.workspace_id = d.workspace_id and t.id = d.team_id
    where d.workspace_id = ${workspaceId} and (${id}::bigint is null or d.id = ${id}::bigint)
    order by d.created_at, d.id`;
  return rows.map((row) => ({
    ...row,
    runsFrom: row.runsFrom.getTime(),
    unsubscribedAt: row.unsubscribedAt?.getTime() ?? null,
  }));
}

/** One that the viewer may see: an admin all that are shared, everybody their own reminders. */
export async function digestInSight(ctx: Ctx, id: string): Promise<Digest> {
  const [found] = (await readDigests(ctx, id)).filter((digest) => isInSight(ctx, digest));
  if (!found) throw new AppError("not-found", "There is no such digest.");
  return found;
}

function isInSight({ viewer }: Pick<Ctx, "viewer">, { ownerUserId }: Digest): boolean {
  return ownerUserId === null ? viewer.role === "admin" : ownerUserId === viewer.userId;
}

type Settings = { mail: boolean; publicUrl: string | null; pictures: boolean };

export async function digestsView(ctx: Ctx, settings: Settings): Promise<DigestsView> {
  const { viewer, zone, now } = ctx;
  const mine = (await readDigests(ctx)).filter((digest) => isInSight(ctx, digest));
  const sends = groupBy(await lastSends(ctx), ({ digestId }) => digestId);
  return {
    digests: mine.map((digest) => viewOf(digest, sends.get(digest.id) ?? [], now)),
    mayChange: viewer.role === "admin",
    linked: viewer.personId !== null,
    addresses: await ownAddresses(ctx),
    teams: viewer.role === "admin" ? await teamZones(ctx) : [],
    zone,
    sharing: ctx.settings.shareLinks === true,
    ...settings,
  };
}

type Send = Omit<DigestSendView, "dueAt" | "nextTryAt" | "sentAt"> & {
  digestId: string;
  dueAt: Date;
  nextTryAt: Date | null;
  sentAt: Date | null;
};

const KEPT_IN_SIGHT = 12;

function lastSends({ sql, workspaceId }: Reader): Promise<Send[]> {
  return sql<Send[]>`
    select s.* from digests d cross join lateral (
      select digest_id as "digestId", period, due_at as "dueAt", state, attempts, next_try_at as "nextTryAt",
        sent_at as "sentAt", said
      from digest_sends x where x.workspace_id = d.workspace_id and x.digest_id = d.id
      order by due_at desc, period desc limit ${KEPT_IN_SIGHT}) s
    where d.workspace_id = ${workspaceId} order by s."dueAt" desc, s.period desc`;
}

function viewOf(digest: Digest, sends: readonly Send[], now: Instant): DigestView {
  const { sealed: _, address: __, runsFrom, ownerUserId, unsubscribedAt, ...rest } = digest;
  const { trigger, weekday, minute, zone, enabled } = rest;
  const next =
    enabled && trigger === "clock" && minute !== null
      ? nextDue({ weekday, minute, zone }, Math.max(now, runsFrom)).at
      : null;
  return {
    ...rest,
    own: ownerUserId !== null,
    unsubscribedAt: unsubscribedAt === null ? null : new Date(unsubscribedAt).toISOString(),
    nextAt: next === null ? null : new Date(next).toISOString(),
    sends: sends.map(({ digestId: _of, dueAt, nextTryAt, sentAt, ...send }) => ({
      ...send,
      dueAt: dueAt.toISOString(),
      nextTryAt: nextTryAt?.toISOString() ?? null,
      sentAt: sentAt?.toISOString() ?? null,
    })),
  };
}

/** What is known to be the viewer's: of the user, and of the person that they are. */
export async function ownAddresses({ sql, workspaceId, viewer }: Ctx): Promise<string[]> {
  const rows = await sql<{ address: string }[]>`
    select email as address from users where workspace_id = ${workspaceId} and id = ${viewer.userId} and email is not null
    union select email from people where workspace_id = ${workspaceId} and id = ${viewer.personId} and email is not null
    union select email from identities
      where workspace_id = ${workspaceId} and person_id = ${viewer.personId} and email is not null
    order by 1`;
  return rows.map(({ address }) => address);
}

/** A team has no zone of its own: that of most of its people, else the workspace's. */
async function teamZones({ sql, workspaceId, zone }: Ctx): Promise<DigestsView["teams"]> {
  return sql<{ name: string; zone: string }[]>`
    select t.name, coalesce((
      select p.time_zone from memberships m join people p on p.workspace_id = m.workspace_id and p.id = m.person_id
      where m.workspace_id = t.workspace_id and m.team_id = t.id and m.to_date = 'infinity' and p.time_zone is not null
      group by p.time_zone order by count(*) desc, p.time_zone limit 1), ${zone}) as zone
    from teams t where t.workspace_id = ${workspaceId} order by t.name`;
}

export async function teamIdOf(sql: Sql, workspaceId: number, name: string): Promise<string> {
  const [team] = await sql<{ id: string }[]>`
    select id from teams where workspace_id = ${workspaceId} and name = ${name}`;
  if (!team) throw new AppError("not-found", `There is no team ${name}.`);
  return team.id;
}
