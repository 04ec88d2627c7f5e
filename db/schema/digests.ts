import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { DIGEST_CHANNELS, DIGEST_KINDS, DIGEST_TRIGGERS, SEND_STATES } from "@/lib/model/digest";
import { at, id, oneOf, workspaceId } from "./columns";
import { teams } from "./organisation";

/** What is sent, where to and when. */
export const digests = pgTable(
  "digests",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    kind: text("kind", { enum: DIGEST_KINDS }).notNull(),
    /** Whose report or shifts; null = the workspace, or of a reminder of one's own oneself. */
    teamId: id("team_id"),
    /** The user whose own reminder it is: nobody else sees it. Null = shared. */
    ownerUserId: id("owner_user_id"),
    channel: text("channel", { enum: DIGEST_CHANNELS }).notNull(),
    /** Of a mail. */
    address: text("address"),
    /** `keyId.iv.tag.ciphertext` of what else says where to: the address of the webhook, and what signs. */
    sealed: text("sealed"),
    /** Where to, as far as it is shown. */
    shown: text("shown").notNull(),
    trigger: text("trigger", { enum: DIGEST_TRIGGERS }).notNull(),
    /** 0 = Monday; null = every day. */
    weekday: smallint("weekday"),
    /** After local midnight. */
    minute: smallint("minute"),
    /** IANA zone of the two. */
    zone: text("zone").notNull(),
    enabled: boolean("enabled").notNull(),
    /** Times before are nobody's business: it was made, changed or let go on after them. */
    runsFrom: at("runs_from").notNull(),
    /** Its recipient wants no more; nobody else undoes that. */
    unsubscribedAt: at("unsubscribed_at"),
    createdAt: at("created_at").notNull(),
    createdByUserId: id("created_by_user_id").notNull(),
  },
  (t) => [
    primaryKey({ name: "digests_pk", columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: "digests_team_fk",
      columns: [t.workspaceId, t.teamId],
      foreignColumns: [teams.workspaceId, teams.id],
    }).onDelete("cascade"),
    check("digests_kind", sql.raw(oneOf("kind", DIGEST_KINDS))),
    check("digests_channel", sql.raw(oneOf("channel", DIGEST_CHANNELS))),
    check("digests_trigger", sql.raw(oneOf("trigger", DIGEST_TRIGGERS))),
    check("digests_place", sql.raw("(channel = 'email') = (address is not null)")),
    check("digests_secret", sql.raw("(channel = 'email') = (sealed is null)")),
    check("digests_time", sql.raw("(trigger = 'clock') = (minute is not null)")),
    check("digests_weekly", sql.raw("kind <> 'weekly' or (weekday is not null and trigger = 'clock')")),
  ],
);

/** One row per digest and period: whoever made it due, one sends it. */
export const digestSends = pgTable(
  "digest_sends",
  {
    workspaceId: workspaceId(),
    digestId: id("digest_id").notNull(),
    /** The week reported, the local date, or the shift by the instant of its end. */
    period: text("period").notNull(),
    dueAt: at("due_at").notNull(),
    state: text("state", { enum: SEND_STATES }).notNull(),
    /** Raised by each claim: who holds an older one changes nothing any more. */
    attempts: integer("attempts").notNull().default(0),
    /** Of waiting. */
    nextTryAt: at("next_try_at"),
    /** Of preparing and sending: by then it is done, or whoever did it is gone. */
    leasedUntil: at("leased_until"),
    sentAt: at("sent_at"),
    /** What went wrong, or was left out. Never an address. */
    said: text("said"),
  },
  (t) => [
    primaryKey({ name: "digest_sends_pk", columns: [t.workspaceId, t.digestId, t.period] }),
    index("digest_sends_open").on(t.workspaceId, t.dueAt).where(sql`state in ('waiting', 'preparing', 'sending')`),
    foreignKey({
      name: "digest_sends_digest_fk",
      columns: [t.workspaceId, t.digestId],
      foreignColumns: [digests.workspaceId, digests.id],
    }).onDelete("cascade"),
    check("digest_sends_state", sql.raw(oneOf("state", SEND_STATES))),
  ],
);
