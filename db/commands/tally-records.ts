import type { Sql } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import type { Ledger } from "@/lib/contract/sources";
import { groupReason } from "@/lib/ingest/group-reason";
import type { Instant } from "@/lib/model/instant";
import type { Reasons } from "./ledger-days";
import { type Kept, recordName, type SourcedRecord } from "./store-records";

/** Parts of one record that are told apart. */
const PARTS = 100;
/** So many ignored records of one reason and import are kept to be looked at; the count is always whole. */
const KEPT_IGNORED = 1_000;

export type Tally = {
  ends: Ledger;
  reasons: Reasons;
  issues: number;
  /** Of the first record that was ignored or rejected. */
  why: string | null;
  /** Of the latest event that they tell, whoever told it first. */
  lastEventAt: Instant | null;
  rejections: CopyValue[][];
};

/**
 * The ends of the records of one origin. `ignoredBefore`: how many records of an import were ignored before, by reason;
 * null for a delivery, whose records are few and all kept.
 */
export function tallyRecords(
  workspaceId: number,
  records: readonly SourcedRecord[],
  kept: Kept,
  ignoredBefore: Readonly<Record<string, number>> | null,
): Tally {
  const counter = new Counter(workspaceId, ignoredBefore);
  for (const record of records) counter.count(record, kept);
  const { stored, duplicate, ignored, rejected, issues, why, lastEventAt, rejections } = counter;
  return {
    ends: { received: records.length, stored, duplicate, ignored, rejected },
    reasons: [...counter.reasons.values()],
    issues,
    why,
    lastEventAt,
    rejections,
  };
}

class Counter {
  stored = 0;
  duplicate = 0;
  ignored = 0;
  rejected = 0;
  issues = 0;
  why: string | null = null;
  lastEventAt: Instant | null = null;
  readonly reasons = new Map<string, Reasons[number]>();
  readonly rejections: CopyValue[][] = [];
  constructor(
    private readonly workspaceId: number,
    private readonly ignoredBefore: Readonly<Record<string, number>> | null,
  ) {}

  count(sourced: SourcedRecord, kept: Kept): void {
    const { record, originId, no } = sourced;
    const said = (why: string) => kept.redaction?.redactor.text(why) ?? why;
    if (record.outcome !== "accepted") this.leaveOut(sourced, record.outcome, said(record.why));
    else {
      const isStored = kept.stored.has(recordName(originId, no)) || kept.tellsNews(record);
      this[isStored ? "stored" : "duplicate"] += 1;
      this.issues += record.issues.length;
      for (const { at } of record.events) this.lastEventAt = Math.max(this.lastEventAt ?? at, at);
      for (const [part, issue] of record.issues.slice(0, PARTS - 1).entries())
        this.keep(sourced, part + 1, "part", said(issue));
    }
  }

  private leaveOut(sourced: SourcedRecord, outcome: "ignored" | "rejected", why: string): void {
    const reason = groupReason(why);
    const name = `${outcome} ${reason}`;
    const records = (this.reasons.get(name)?.records ?? 0) + 1;
    this.reasons.set(name, { outcome, reason, records });
    this[outcome] += 1;
    this.why ??= why;
    const before = this.ignoredBefore;
    if (outcome === "rejected" || before === null || (before[reason] ?? 0) + records <= KEPT_IGNORED)
      this.keep(sourced, 0, outcome, why);
  }

  private keep({ originId, no, record }: SourcedRecord, part: number, kind: string, why: string): void {
    this.rejections.push([this.workspaceId, originId, no * PARTS + part, kind, record.where, record.line, why]);
  }
}

export async function keepRejections(sql: Sql, tallies: readonly Tally[]): Promise<void> {
  const rows = tallies.flatMap(({ rejections }) => rejections);
  if (rows.length === 0) return;
  await copyIn(sql, "rejections", ["workspace_id", "origin_id", "no", "kind", "place", "line", "why"], rows);
}
