import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { PageEventKind } from "@/lib/model/page-event";
import type { Tone } from "./notes";
import type { Person, Team } from "./organisation";

/** Something that was done on a page; `who` is null for a machine. */
export type Act = {
  kind: PageEventKind;
  at: Instant;
  who: Person | null;
  to?: readonly Person[];
  note?: string;
  how?: string;
  priority?: string;
  team?: string;
  state?: "accepted" | "pending";
};

/** What became of a page, whatever its source tells of it. */
export type Life = {
  acts: Act[];
  /** Null: nobody and nothing ever ended it. */
  endsAt: Instant | null;
  endedBy: "source" | "person" | "timeout" | "merge" | "nobody";
  /** A fix that left a record. */
  change: Change | null;
};

/** What a generator asks of a page beyond the habits of its team. */
export type Asked = {
  /** Minutes of work until it is fixed. */
  takesMinutes?: readonly [number, number];
  /** When the work is done, whatever the team's habit. */
  fixedAt?: Instant;
  acknowledged?: boolean;
  /** A note of this tone, or none. */
  note?: Tone | null;
  /** Who ends it. `left`: nobody, until the shift ends or the pager gives up. */
  ends?: "source" | "person" | "left";
  change?: "always" | "never";
  rollback?: boolean;
  second?: boolean;
  escalated?: boolean;
  /** Raised to, or opened in, this priority. */
  priority?: string;
  /** Nobody's phone rang: a gap in the rota. */
  reachesNobody?: boolean;
  /** Taken over by another team. */
  movedTo?: Team;
  /** A person of another team lends a hand, the page stays. */
  specialistOf?: Team;
  /** Minutes from the acknowledgement to the first work. */
  waitsMinutes?: readonly [number, number];
  /** Somebody writes or does something about every so many hours, until it ends. */
  busyEveryHours?: number;
};
