import type { ChangeTelling } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import { missingTime } from "./collector";
import type { Outcome, ReadContext } from "./provider";
import { isZone, readTime, type TimeOptions } from "./read-time";

/** A record that tells of one thing done on purpose. */
export function toldChange(telling: ChangeTelling, issues: readonly string[]): Outcome {
  return { outcome: "accepted", events: [], people: [], changes: [telling], issues };
}

type Start = { at: Instant } | { wrong: string };

/** The times of one record. Parts that could not be read gather in `issues`. */
export class ChangeTimes {
  readonly issues: string[] = [];
  private readonly times: TimeOptions;

  constructor(private readonly context: ReadContext) {
    const { zone } = context;
    this.times = { zone: zone !== null && isZone(zone) ? zone : null };
  }

  /** A time that the record may lack. */
  time(value: unknown, name: string): Instant | null {
    const read = readTime(value, this.times);
    if (read === null) return null;
    if ("wrong" in read) {
      this.issues.push(`${name}: ${read.wrong}`);
      return null;
    }
    if (read.issue !== null) this.issues.push(`${name}: ${read.issue}`);
    return read.at;
  }

  /** A delivery that names no time is of the moment it came, and says so; a file without one is no use. */
  start(value: unknown, name: string): Start {
    const read = readTime(value, this.times);
    if (read !== null && "at" in read) {
      if (read.issue !== null) this.issues.push(`${name}: ${read.issue}`);
      return { at: read.at };
    }
    const { receivedAt } = this.context;
    if (read !== null || receivedAt === null) return { wrong: missingTime(value, name, this.times) };
    this.issues.push(`${name} is missing: the moment of receipt was taken`);
    return { at: receivedAt };
  }

  /** Null = none is told. One that cannot be read is wrong: without it a window would be a point. */
  end(value: unknown, name: string, startsAt: Instant): { at: Instant | null } | { wrong: string } {
    const read = readTime(value, this.times);
    if (read === null) return { at: null };
    if ("wrong" in read) return { wrong: `${name}: ${read.wrong}` };
    if (read.at < startsAt) return { wrong: `${name} is before the start` };
    if (read.issue !== null) this.issues.push(`${name}: ${read.issue}`);
    return { at: read.at === startsAt ? null : read.at };
  }
}
