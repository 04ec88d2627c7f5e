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
