import type { Instant } from "./instant";

/**
 * What was done on purpose. `deploy`: new code, its rollback too; `config`: a configuration or a feature flag;
 * `rule-edit`: an alert rule or a check was changed; `maintenance`: declared work, usually a window; `scale`: capacity
 * was added or taken away; `drill`: a rehearsal.
 */
export const CHANGE_KINDS = ["deploy", "config", "rule-edit", "maintenance", "scale", "drill"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One thing done on purpose, from the change feed. Half-open: [startsAt, endsAt). */
export type Change = {
  /** The feed's own id, unique within its source; a later record with the same one replaces it. */
  changeKey: string;
  kind: ChangeKind;
  startsAt: Instant;
  /** Null for a point in time, and for what is still going on. */
  endsAt: Instant | null;
  /** As pages spell it. Null: the whole workspace, as far as the other scope says nothing else. */
  service: string | null;
  team: string | null;
  environment: string | null;
  /** Rule id or alert name, as pages carry it, for `rule-edit`; else null. */
  rule: string | null;
  title: string;
  url: string | null;
  /** Who did it, as the feed names them: a responder's own change may be the fix of a page. */
  by: string | null;
  /** True where the feed says that it takes an earlier one back. */
  isRollback: boolean;
};

/** What one record of a feed says, as of a moment, about one thing done on purpose. */
export type ChangeTelling = {
  /** The feed's id of that thing, unique within its source: what a later telling has in common with an earlier one. */
  key: string;
  /** When it was true, where the record says so. Null: when it came. */
  toldAt: Instant | null;
  /** Its start is not known here, only what it cannot precede: another telling of the same key may know it. */
  startIsUnsure?: true;
  /** One for each service that it names, keyed apart. None: it was called off. */
  changes: readonly Change[];
};
