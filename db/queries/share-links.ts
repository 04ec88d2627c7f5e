import type { Ctx } from "@/db/ctx";
import type { ShareLinksView, ShareLinkView } from "@/lib/contract/sharing";
import type { SharedThing } from "@/lib/model/shared-thing";
import { labelOf } from "@/lib/time/range";

type Row = Omit<ShareLinkView, "createdAt" | "expiresAt" | "what"> & {
  createdAt: Date;
  expiresAt: Date;
  thing: SharedThing;
};

/** The viewer's own, and for an admin everybody's; those that open first. */
export async function shareLinks({ sql, workspaceId, viewer, zone, settings, now }: Ctx): Promise<ShareLinksView> {
  const rows = await sql<Row[]>`
    select * from (select l.id, l.kind, l.thing, u.name as by, l.user_id = ${viewer.userId} as mine,
      l.created_at as "createdAt", l.expires_at as "expiresAt", l.opened, l.last_opened_on::text as "lastOpenedOn",
      case when l.revoked_at is not null then 'revoked' when l.expires_at <= ${new Date(now)} then 'expired'
        when u.disabled_at is not null then 'maker' else 'open' end as state
    from share_links l join users u on u.workspace_id = l.workspace_id and u.id = l.user_id
    where l.workspace_id = ${workspaceId} and (${viewer.role === "admin"} or l.user_id = ${viewer.userId})) all_of_them
    order by state <> 'open', "createdAt" desc, id`;
  return {
    allowed: settings.shareLinks === true,
    mayAllow: viewer.role === "admin",
    mayShare: viewer.role !== "auditor" && settings.shareLinks === true,
    links: rows.map(({ thing, createdAt, expiresAt, ...row }) => ({
      ...row,
      what: wordsOf(thing),
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    zone,
  };
}

function wordsOf(thing: SharedThing): string {
  if (thing.kind === "weekly-report")
    return ["Weekly report", thing.week, thing.team, thing.leader && "people under a leader"]
      .filter(Boolean)
      .join(", ");
  const range = labelOf({ from: Date.parse(thing.from), to: Date.parse(thing.to) }, thing.tz);
  const urgency = thing.urgency && `${thing.urgency} urgency`;
  return ["Overview", range, thing.team, thing.service, urgency].filter(Boolean).join(", ");
}
