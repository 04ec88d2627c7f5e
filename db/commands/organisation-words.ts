import type { Ctx, Sql } from "@/db/ctx";
import {
  type ChangeRow,
  MAX_LISTED_CHANGES,
  type OrganisationImportBody,
  type OrganisationImported,
  WHAT_CHANGES,
} from "@/lib/contract/organisation";
import { EVER, type OrganisationOrigin } from "@/lib/model/organisation";
import type { PersonRow } from "@/lib/people/read-organisation";
import type { BadLine } from "@/lib/people/read-table";
import { hear, type Stretch } from "@/lib/people/timeline";
import type { Changed } from "./change-organisation";

export type Work = Pick<Ctx, "sql" | "workspaceId" | "keyRing" | "zone" | "now">;

export type Options = OrganisationImportBody & { origin: OrganisationOrigin; importId: string | null };

export type Done = { imported: OrganisationImported; changed: Changed };

/** A file of people while its lines are heard. */
export type Context = {
  sql: Sql;
  workspaceId: number;
  today: string;
  origin: OrganisationOrigin;
  outcomes: Outcomes;
  /** Ids by address. */
  people: ReadonlyMap<string, string>;
  names: ReadonlyMap<string, string>;
  ids: readonly string[];
  who: (row: PersonRow) => string;
};

/** What is found out on the way, by what it is about. */
export class Outcomes {
  readonly changes: ChangeRow[] = [];
  readonly kept: ChangeRow[] = [];

  constructor(
    readonly errors: BadLine[],
    readonly notes: BadLine[],
  ) {}

  dropped(what: ChangeRow["what"], lines: ReadonlySet<number>): void {
    const left = this.changes.filter((change) => change.what !== what || !lines.has(change.line));
    this.changes.splice(0, this.changes.length, ...left);
  }

  told(rows: number, newTeams: string[]): OrganisationImported {
    const counts = Object.fromEntries(
      WHAT_CHANGES.map((what) => [what, this.changes.filter((change) => change.what === what).length]),
    ) as OrganisationImported["counts"];
    const byLine = (a: { line: number }, b: { line: number }) => a.line - b.line;
    return {
      rows,
      counts,
      newTeams,
      changes: this.changes.sort(byLine).slice(0, MAX_LISTED_CHANGES),
      kept: this.kept.sort(byLine).slice(0, MAX_LISTED_CHANGES),
      errors: this.errors.sort(byLine).slice(0, MAX_LISTED_CHANGES),
      notes: this.notes.sort(byLine).slice(0, MAX_LISTED_CHANGES),
    };
  }
}

type Heard<Value> = {
  timelines: Map<string, readonly Stretch<Value>[]>;
  today: string;
  origin: OrganisationOrigin;
  outcomes: Outcomes;
  what: ChangeRow["what"];
  same: (one: Value, other: Value) => boolean;
  write: (value: Value) => string;
};

export type Said<Value> = { id: string; line: number; who: string; fromDate: string | null; value: Value | null };

/** Holds one word against its timeline. True where it changed it. */
export function take<Value>(heard: Heard<Value>, { id, line, who, fromDate, value }: Said<Value>): boolean {
  const { timelines, today, origin, outcomes, what, same, write } = heard;
  const before = timelines.get(id) ?? [];
  const outcome = hear(before, { fromDate, value, origin }, today, same);
  if (outcome.kind === "same") return false;
  const after = value === null ? null : write(value);
  if (outcome.kind === "kept") {
    const { byHand } = outcome;
    outcomes.kept.push({ line, who, what, before: write(byHand.value), after, since: shown(byHand.fromDate) });
    return false;
  }
  timelines.set(id, outcome.stretches);
  const held = outcome.before === null ? null : write(outcome.before);
  outcomes.changes.push({ line, who, what, before: held, after, since: shown(outcome.fromDate) });
  return true;
}

const shown = (date: string) => (date === EVER ? null : date);
