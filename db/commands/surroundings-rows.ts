import { without } from "@/lib/model/without";
import type { OtherPage, Surroundings } from "@/lib/noise/surroundings";

/** The parts that belong to single pages; all others are learnt from the whole workspace. */
type Local = "storms" | "sameProblem" | "links" | "besideOthers";
export type Learnt = Omit<Surroundings, Local | "names">;

/** What lies around one page. */
export type Around = { [P in Exclude<Local, "besideOthers">]?: unknown } & { besideOthers?: true };

/** jsonb takes no zero character, which parts keys here; no provider sends the one that stands for it. */
const stored = (json: string) => json.replaceAll("\\u0000", "\\u0001");

export function fromStored<T>(json: string): T {
  const text = json.replaceAll("\\u0001", "\\u0000");
  // Of nearly all pages nothing is known that JSON has no word for, and looking at each value takes ten times as long.
  if (!text.includes('"of')) return JSON.parse(text) as T;
  return JSON.parse(text, (_key, value: unknown) => {
    if (value === null || typeof value !== "object") return value;
    if ("ofMap" in value) return new Map(value.ofMap as [string, unknown][]);
    return "ofSet" in value ? new Set(value.ofSet as string[]) : value;
  }) as T;
}

/** Sorted, so that the same knowledge is the same text. */
export function toStored(value: unknown): string {
  const first = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
  return stored(
    JSON.stringify(value, (_key, it: unknown) => {
      if (it instanceof Map) return { ofMap: [...(it as Map<string, unknown>)].sort(first) };
      return it instanceof Set ? { ofSet: [...(it as Set<string>)].sort() } : it;
    }),
  );
}

export function learntOf(surroundings: Surroundings): Learnt {
  return without(surroundings, "storms", "sameProblem", "links", "besideOthers", "names");
}

/** By page key, only where there is anything. */
export function aroundOf({ storms, sameProblem, links, besideOthers }: Surroundings): Map<string, Around> {
  const around = new Map<string, Around>();
  const at = (key: string) => {
    const known = around.get(key) ?? {};
    around.set(key, known);
    return known;
  };
  for (const [key, place] of storms ?? []) at(key).storms = place;
  for (const [key, other] of sameProblem ?? []) at(key).sameProblem = other;
  for (const [key, other] of links ?? []) at(key).links = other;
  for (const key of besideOthers ?? []) at(key).besideOthers = true;
  return around;
}

/** Keeps what is known of pages by others that lie too far away to have been read this time. */
export function keepFar(
  now: Map<string, Around>,
  before: ReadonlyMap<string, Around>,
  wasRead: ReadonlySet<string>,
): void {
  for (const [key, it] of before)
    for (const name of ["sameProblem", "links"] as const) {
      const other = it[name] as OtherPage | undefined;
      if (other && !wasRead.has(other.pageKey)) now.set(key, { ...now.get(key), [name]: other });
    }
}

/** Those of some pages, as the judge takes them. */
export function surroundingsFrom(learnt: Learnt, around: ReadonlyMap<string, Around>): Surroundings {
  const part = <P extends Exclude<Local, "besideOthers">>(name: P) =>
    new Map([...around].flatMap(([key, it]) => (it[name] === undefined ? [] : [[key, it[name]]]))) as Surroundings[P];
  return {
    ...learnt,
    storms: part("storms"),
    sameProblem: part("sameProblem"),
    links: part("links"),
    besideOthers: new Set([...around].flatMap(([key, it]) => (it.besideOthers ? [key] : []))),
  };
}
