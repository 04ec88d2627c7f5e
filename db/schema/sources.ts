import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { BACKFILL_STATES, PROOFS, SECRET_KINDS } from "@/lib/contract/source";
import type { Mapping } from "@/lib/model/mapping";
import { at, id, oneOf, workspaceId } from "./columns";

/** One configured stream of a provider: its webhook, its API link and its files. */
export const sources = pgTable(
  "sources",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    /** Names the source in the path of its webhook: 128 random bits, unguessable but no secret. */
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    /** Id of a provider in lib/providers. */
    provider: text("provider").notNull(),
    /** How a delivery proves itself; null = this source has no webhook. */
    proof: text("proof", { enum: PROOFS }),
    /** Name of the secret header, in lower case; of proof `header`. */
    headerName: text("header_name"),
    /** Name of the header with the signed time, where the sender lets people choose it (Grafana Alerting). */
    timestampHeader: text("timestamp_header"),
    /** How the columns or members of the generic provider are read. */
    mapping: jsonb("mapping").$type<Mapping>(),
    /** IANA zone of times without an offset. */
    zone: text("zone"),
    paused: boolean("paused").notNull().default(false),
    createdAt: at("created_at").notNull().defaultNow(),
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ name: "sources_pk", columns: [t.workspaceId, t.id] }),
    unique("sources_slug").on(t.slug),
    check("sources_proof", sql.raw(oneOf("proof", PROOFS))),
  ],
);

/** Credentials of a source, sealed with the key ring. Several of one kind are in force during a rotation. */
export const sourceSecrets = pgTable(
  "source_secrets",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    sourceId: id("source_id").notNull(),
    kind: text("kind", { enum: SECRET_KINDS }).notNull(),
    /** `keyId.iv.tag.ciphertext`; table, column and row id are its associated data. */
    sealed: text("sealed").notNull(),
    /** Its last four characters, to tell two apart. */
    hint: text("hint").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "source_secrets_pk", columns: [t.workspaceId, t.id] }),
    index("source_secrets_source").on(t.workspaceId, t.sourceId),
    check("source_secrets_kind", sql.raw(oneOf("kind", SECRET_KINDS))),
  ],
);

/** A run that reads a provider's API. What it fetches goes through the inbox, answer by answer. */
export const backfills = pgTable(
  "backfills",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    sourceId: id("source_id").notNull(),
    /** Base address of the API: accounts lie in regions. */
    baseUrl: text("base_url").notNull(),
    state: text("state", { enum: BACKFILL_STATES }).notNull(),
    since: at("since").notNull(),
    until: at("until").notNull(),
    /** Where it goes on after a stop. */
    cursor: jsonb("cursor").$type<Record<string, unknown>>().notNull().default({}),
    requests: integer("requests").notNull().default(0),
    /** Requests that had to be made again, after 429, 5xx or a cut connection. */
    retries: integer("retries").notNull().default(0),
    records: integer("records").notNull().default(0),
    /** Share of the work that is done, in millionths; null before anything is known. */
    progressPpm: integer("progress_ppm"),
    /** Until when the provider asked us to wait. */
    waitingUntil: at("waiting_until"),
    error: text("error"),
    createdAt: at("created_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ name: "backfills_pk", columns: [t.workspaceId, t.id] }),
    index("backfills_source").on(t.workspaceId, t.sourceId),
    check("backfills_state", sql.raw(oneOf("state", BACKFILL_STATES))),
  ],
);
