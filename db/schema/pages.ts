import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { ENDINGS } from "@/lib/model/page";
import { ACTORS, URGENCIES } from "@/lib/model/page-event";
import { ORIGINS, REASONS, VERDICTS } from "@/lib/model/verdict";
import { at, id, oneOf, workspaceId } from "./columns";
import { signatures } from "./signatures";

/**
 * One occasion on which people were paged: the fold of its events, and its verdict. Blocks are filled by half (migration
 * 0048), so that a page judged again is written in its place.
 */
export const pages = pgTable(
  "pages",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    provider: text("provider").notNull(),
    pageKey: text("page_key").notNull(),
    signatureId: id("signature_id").notNull(),
    /** The signatures it had before people merged and split them, its own first; null = its own is in force. */
    via: id("via").array(),
    title: text("title"),
    service: text("service"),
    team: text("team"),
    urgency: text("urgency", { enum: URGENCIES }),
    priority: text("priority"),
    triggeredAt: at("triggered_at").notNull(),
    endedAt: at("ended_at"),
    endedBy: text("ended_by", { enum: ENDINGS }).notNull(),
    raisedBy: text("raised_by", { enum: ACTORS }).notNull(),
    endedByPersonId: id("ended_by_person_id"),
    acknowledgedAt: at("acknowledged_at"),
    /** Whole seconds; no integer, because a damaged time may lie centuries off. */
    secondsToAcknowledge: doublePrecision("seconds_to_acknowledge"),
    knowsAcknowledgements: boolean("knows_acknowledgements").notNull(),
    lastEventAt: at("last_event_at").notNull(),
    /** The page that its provider says it became part of, whether we have that one or not; null = none, or not told. */
    mergedInto: id("merged_into"),
    /** The verdict in force: a person's where there is one, else the inferred one; null = not judged yet. */
    verdict: text("verdict", { enum: VERDICTS }),
    probability: real("probability"),
    reason: text("reason", { enum: REASONS }),
    origin: text("origin", { enum: ORIGINS }),
    /** Whether that makes it a test, which counts for nothing. */
    isTest: boolean("is_test").generatedAlwaysAs(sql`reason is not distinct from 'test'`),
    /** The person's word that decided it, on the page itself or on its signature. */
    wordId: id("word_id"),
    /** Of the engine's own word, where that is in force; null = a person's is, or it was judged before this was kept. */
    judgingId: integer("judging_id"),
  },
  (t) => [
    primaryKey({ name: "pages_pk", columns: [t.workspaceId, t.id] }),
    unique("pages_key").on(t.workspaceId, t.provider, t.pageKey),
    // Nothing that a verdict changes is in any index: a page that is judged is written in its place, and no index grows.
    index("pages_triggered").on(t.workspaceId, t.triggeredAt, t.id, t.signatureId, t.team),
    index("pages_tests").on(t.workspaceId, t.triggeredAt).where(sql`is_test`),
    index("pages_team").on(t.workspaceId, t.team, t.triggeredAt, t.signatureId),
    index("pages_signature").on(t.workspaceId, t.signatureId, t.triggeredAt),
    index("pages_service").on(t.workspaceId, t.service, t.triggeredAt),
    index("pages_closed").on(t.workspaceId, t.endedByPersonId, t.endedAt).where(sql`ended_by_person_id is not null`),
    index("pages_merged").on(t.workspaceId, t.mergedInto).where(sql`merged_into is not null`),
    index("pages_moved").on(t.workspaceId, t.signatureId).where(sql`via is not null`),
    foreignKey({
      name: "pages_signature_fk",
      columns: [t.workspaceId, t.signatureId],
      foreignColumns: [signatures.workspaceId, signatures.id],
    }),
    check("pages_verdict", sql.raw(oneOf("verdict", VERDICTS))),
    check("pages_reason", sql.raw(oneOf("reason", REASONS))),
  ],
);

/** The whole fold of a page, people as our ids: what the judge reads. Apart, so that counting pages reads narrow rows. */
export const pageFolds = pgTable(
  "page_folds",
  {
    workspaceId: workspaceId(),
    pageId: id("page_id").notNull(),
    /** As `packPage` writes it; as JSON where it was stored before that was, and nobody folded it since. */
    packed: text("packed").notNull(),
  },
  (t) => [primaryKey({ name: "page_folds_pk", columns: [t.workspaceId, t.pageId] })],
);
