import type { Instant } from "@/lib/model/instant";
import type { Actor, PageEvent, PersonFact } from "@/lib/model/page-event";
import type { Outcome } from "./provider";
import { isZone, readTime, type TimeOptions } from "./read-time";
import { stableHash } from "./stable-hash";
import { isAddress, objectOf, objectsOf, textOf, told, type Wire } from "./wire";

/** Of a JavaScript date, either side of 1970. */
const LAST_INSTANT_MS = 8.64e15;

export type Doer = { by: Actor; person?: string };

/** What one record says, while it is being read. */
export class Collector {
  readonly events: PageEvent[] = [];
  readonly issues: string[] = [];
  private readonly people = new Map<string, PersonFact>();
  private readonly namesOnly = new Set<string>();
  /** Events whose key is made last, of all that they then say. */
  private readonly unkeyed: { event: PageEvent; source: string }[] = [];

  constructor(
    readonly provider: string,
    readonly times: TimeOptions = {},
  ) {}

  /** The instant, or null with an issue where it cannot be read; `what` is its place for people. */
  time(value: unknown, what: string): Instant | null {
    const read = readTime(value, this.times);
    if (read === null) return null;
    if ("wrong" in read) {
      this.issues.push(`${what}: ${read.wrong}`);
      return null;
    }
    if (read.issue !== null) this.issues.push(`${what}: ${read.issue}`);
    return read.at;
  }

  /** Key of a user, whose facts are kept; undefined where the reference is none. A reference tells only the name. */
  person(value: unknown): string | undefined {
    const user = objectOf(value);
    if (!user) return undefined;
    const name = textOf(user.name) ?? textOf(user.summary);
    const key = textOf(user.id) ?? name;
    if (key === undefined) return undefined;
    this.personFact(key, user, name);
    return key;
  }

  /** Somebody of whom only the name is known. The id is found at the end if the record tells it elsewhere. */
  named(name: string): string {
    this.namesOnly.add(name);
    return name;
  }

  private personFact(key: string, user: Wire, name: string | undefined): void {
    const known = this.people.get(key);
    if (known && known.name === name && user.email === undefined) return;
    const zone = textOf(user.time_zone);
    const fact = told<PersonFact>({
      provider: this.provider,
      key,
      name,
      // Whoever logs in with an address is known by it everywhere.
      email: textOf(user.email) ?? (isAddress(key) ? key : undefined),
      timeZone: zone !== undefined && isZone(zone) ? zone : undefined,
      jobTitle: textOf(user.job_title),
      teams: teamsOf(user),
    });
    this.people.set(key, known ? { ...known, ...fact } : fact);
  }

  /** Only a user is a person: a bot user is a rule, and a service or an integration is a machine. */
  doer(value: unknown): Doer {
    const agent = objectOf(value);
    if (!agent) return { by: "unknown" };
    const type = textOf(agent.type);
    if (type === "user_reference" || type === "user") return { by: "person", person: this.person(agent) };
    return { by: type === undefined ? "unknown" : "automation" };
  }

  /** Keys of users in a list of references, or of objects that hold them under `member`. */
  personsOf(value: unknown, member?: string): string[] {
    const keys: string[] = [];
    for (const item of objectsOf(value)) {
      const user = member === undefined ? item : objectOf(item[member]);
      if (!user || isNoPerson(user)) continue;
      const key = this.person(user);
      if (key !== undefined && !keys.includes(key)) keys.push(key);
    }
    return keys;
  }

  /** Adds an event of a snapshot; its key says what the record says, so that the same snapshot repeats it exactly. */
  snapshot(source: string, event: Omit<PageEvent, "provider" | "eventKey">): void {
    // Such as the sum of a time and an absurd duration.
    if (!(Math.abs(event.at) <= LAST_INSTANT_MS)) {
      this.issues.push(`${event.kind}: its time lies beyond any date`);
      return;
    }
    const added = told({ provider: this.provider, eventKey: "", ...event });
    this.events.push(added);
    this.unkeyed.push({ event: added, source });
  }

  accepted(): Outcome {
    if (this.namesOnly.size > 0) this.resolveNames();
    for (const { event, source } of this.unkeyed) {
      if (event.eventKey !== "") continue;
      const hash = stableHash(JSON.stringify(event));
      event.eventKey = `${source}:${event.kind}@${new Date(event.at).toISOString()}:${hash}`;
    }
    return { outcome: "accepted", events: this.events, people: [...this.people.values()], issues: this.issues };
  }

  /** Replaces a name by the id of the one user of this record who has it; else the name stays the key. */
  private resolveNames(): void {
    const ids = new Map<string, string | null>();
    for (const { key, name } of this.people.values()) {
      if (name !== undefined) ids.set(name, ids.has(name) ? null : key);
    }
    const keyOf = (name: string): string => (this.namesOnly.has(name) ? (ids.get(name) ?? name) : name);
    for (const event of this.events) {
      if (event.person !== undefined) event.person = keyOf(event.person);
      if (event.to !== undefined) event.to = [...new Set(event.to.map(keyOf))];
    }
    for (const name of this.namesOnly) {
      if (keyOf(name) === name) this.personFact(name, { name }, name);
    }
  }
}

function isNoPerson(user: Wire): boolean {
  const type = textOf(user.type);
  return type !== undefined && type !== "user" && type !== "user_reference";
}

export function rejected(why: string): Outcome {
  return { outcome: "rejected", why };
}

export function ignored(why: string): Outcome {
  return { outcome: "ignored", why };
}

/** Why a time that a record cannot do without is not there. */
export function missingTime(value: unknown, name: string, times: TimeOptions): string {
  const read = readTime(value, times);
  return read !== null && "wrong" in read ? `${name}: ${read.wrong}` : `${name} is missing`;
}

/** As whole users tell them, by name; undefined where there is none. */
function teamsOf(user: Wire): string[] | undefined {
  const names = objectsOf(user.teams).flatMap((team) => textOf(team.summary) ?? textOf(team.name) ?? []);
  return names.length === 0 ? undefined : names;
}
