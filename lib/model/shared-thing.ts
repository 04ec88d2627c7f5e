import type { Urgency } from "./page-event";

export const SHARED_KINDS = ["overview", "weekly-report"] as const;
type SharedKind = (typeof SHARED_KINDS)[number];

/** What a link opens. None of it names a person: the report of a leader is one of the organisation under them. */
export type SharedThing =
  | {
      kind: Extract<SharedKind, "overview">;
      /** ISO instants, half-open. */
      from: string;
      to: string;
      tz: string;
      team: string | null;
      service: string | null;
      urgency: Urgency | null;
    }
  | { kind: Extract<SharedKind, "weekly-report">; week: string; team: string | null; leader?: string | null };
