import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { DELIVERY_VIAS } from "@/lib/contract/source";
import { at, bytea, id, oneOf, workspaceId } from "./columns";

/** Deliveries as they came: one request of a webhook, or one answer of a provider's API. */
export const inbox = pgTable(
  "inbox",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    sourceId: id("source_id").notNull(),
    /** What the sender signs as the identity of the delivery, else the SHA-256 of the body. Outlives the body. */
    deliveryKey: text("delivery_key").notNull(),
    receivedAt: at("received_at").notNull(),
    /** Local date of the receipt in the workspace's zone: the day of its ledger. */
    day: date("day").notNull(),
    via: text("via", { enum: DELIVERY_VIAS }).notNull(),
    contentType: text("content_type"),
    /** Those headers that reading it again may need, secrets left out. */
    headers: jsonb("headers").$type<Record<string, string>>().notNull(),
    /** The raw bytes; null once its retention is over. */
    body: bytea("body"),
    bytes: integer("bytes").notNull(),
    /** When somebody was erased from the body: it is not what the sender sent any more and is not read again. */
    redactedAt: at("redacted_at"),
    /** Null = waiting to be read. */
    settledAt: at("settled_at"),
    received: integer("received").notNull().default(0),
    stored: integer("stored").notNull().default(0),
    duplicate: integer("duplicate").notNull().default(0),
    ignored: integer("ignored").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    /** Reason of the first record that was ignored or rejected. */
    why: text("why"),
    /** The latest of the events that it tells, whoever told them first. */
    lastEventAt: at("last_event_at"),
  },
  (t) => [
    primaryKey({ name: "inbox_pk", columns: [t.workspaceId, t.id] }),
    unique("inbox_delivery").on(t.workspaceId, t.sourceId, t.deliveryKey),
    index("inbox_waiting").on(t.workspaceId, t.receivedAt).where(sql`settled_at is null`),
    index("inbox_received").on(t.workspaceId, t.sourceId, t.receivedAt),
    index("inbox_bodies").on(t.workspaceId, t.receivedAt).where(sql`body is not null`),
    check("inbox_via", sql.raw(oneOf("via", DELIVERY_VIAS))),
    check("inbox_ledger", sql`received = stored + duplicate + ignored + rejected`),
  ],
);

/** The same delivery again: its records are counted as duplicates on the day of this receipt. */
export const inboxRepeats = pgTable(
  "inbox_repeats",
  {
    workspaceId: workspaceId(),
    id: id("id").notNull(),
    sourceId: id("source_id").notNull(),
    deliveryKey: text("delivery_key").notNull(),
    receivedAt: at("received_at").notNull(),
    day: date("day").notNull(),
    counted: boolean("counted").notNull().default(false),
  },
  (t) => [
    primaryKey({ name: "inbox_repeats_pk", columns: [t.workspaceId, t.id] }),
    index("inbox_repeats_uncounted").on(t.workspaceId, t.receivedAt).where(sql`not counted`),
    index("inbox_repeats_delivery").on(t.workspaceId, t.sourceId, t.deliveryKey),
    index("inbox_repeats_received").on(t.workspaceId, t.sourceId, t.receivedAt),
  ],
);

/** What a source received on a local day of the workspace: received = stored + duplicate + ignored + rejected. */
export const ledgerDays = pgTable(
  "ledger_days",
  {
    workspaceId: workspaceId(),
    sourceId: id("source_id").notNull(),
    day: date("day").notNull(),
    received: integer("received").notNull().default(0),
    stored: integer("stored").notNull().default(0),
    duplicate: integer("duplicate").notNull().default(0),
    ignored: integer("ignored").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
  },
  (t) => [
    primaryKey({ name: "ledger_days_pk", columns: [t.workspaceId, t.sourceId, t.day] }),
    check("ledger_days_ledger", sql`received = stored + duplicate + ignored + rejected`),
  ],
);

/** The ignored and rejected records of a day by reason; they add up to the day's two numbers. */
export const ledgerReasons = pgTable(
  "ledger_reasons",
  {
    workspaceId: workspaceId(),
    sourceId: id("source_id").notNull(),
    day: date("day").notNull(),
    outcome: text("outcome", { enum: ["ignored", "rejected"] }).notNull(),
    /** Without what differs from record to record, such as quoted values. */
    reason: text("reason").notNull(),
    records: integer("records").notNull(),
  },
  (t) => [primaryKey({ name: "ledger_reasons_pk", columns: [t.workspaceId, t.sourceId, t.day, t.outcome, t.reason] })],
);

/** Requests turned away at the door: never received, perhaps lost. */
export const refusals = pgTable(
  "refusals",
  {
    workspaceId: workspaceId(),
    sourceId: id("source_id").notNull(),
    day: date("day").notNull(),
    reason: text("reason").notNull(),
    status: integer("status").notNull(),
    requests: integer("requests").notNull(),
    /** How many of them came one after another, with nothing accepted in between; the latest such run. */
    streak: integer("streak").notNull(),
    firstAt: at("first_at").notNull(),
    lastAt: at("last_at").notNull(),
    /** Such as by how much the sender's clock differs. */
    detail: text("detail"),
  },
  (t) => [primaryKey({ name: "refusals_pk", columns: [t.workspaceId, t.sourceId, t.day, t.reason] })],
);

/** Labels of alerts as deliveries told them last: pages have none, and raw bodies go. */
export const alertLabels = pgTable(
  "alert_labels",
  {
    workspaceId: workspaceId(),
    /** Of the labels, as the keys of its pages begin with it. */
    fingerprint: text("fingerprint").notNull(),
    labels: jsonb("labels").$type<Readonly<Record<string, string>>>().notNull(),
    toldAt: at("told_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "alert_labels_pk", columns: [t.workspaceId, t.fingerprint] }),
    index("alert_labels_told").on(t.workspaceId, t.toldAt),
  ],
);
