import { type DateSpan, EVER, isWithin, type OrganisationOrigin, STILL } from "@/lib/model/organisation";

/** What held in a span. Stretches of one timeline are in order and never overlap; where there is none, nothing is said. */
export type Stretch<Value> = DateSpan & { value: Value; origin: OrganisationOrigin };

/** A word: from the date on it is so, until the next thing that was said. Null = nobody, or nothing. */
export type Word<Value> = { fromDate: string; value: Value | null; origin: OrganisationOrigin };

type Same<Value> = (one: Value, other: Value) => boolean;

/**
 * The timeline with one more word. It ends where the next word begins; what was said with the same first day is replaced;
 * all else stays. A word that says what is so already changes nothing, but by hand it makes the rest of it a word by hand.
 */
export function sayFrom<Value>(
  stretches: readonly Stretch<Value>[],
  { fromDate, value, origin }: Word<Value>,
  same: Same<Value> = Object.is,
): readonly Stretch<Value>[] {
  const now = stretches.find((stretch) => isWithin(fromDate, stretch));
  if (value === null ? !now : now && same(now.value, value) && (now.origin === origin || origin !== "hand"))
    return stretches;
  const before = stretches.flatMap((stretch) => cutTo(stretch, fromDate));
  const after = stretches.filter((stretch) => stretch.fromDate > fromDate);
  const toDate = now?.toDate ?? after[0]?.fromDate ?? STILL;
  const said = value === null ? [] : [{ fromDate, toDate, value, origin }];
  return joined([...before, ...said, ...after], same);
}

/** What held on a date. */
export function onDate<Value>(stretches: readonly Stretch<Value>[], date: string): Stretch<Value> | null {
  return stretches.find((stretch) => isWithin(date, stretch)) ?? null;
}

export type Outcome<Value> =
  | { kind: "same" }
  /** What somebody said by hand stays. */
  | { kind: "kept"; byHand: Stretch<Value> }
  | { kind: "said"; fromDate: string; before: Value | null; stretches: readonly Stretch<Value>[] };

/**
 * What becomes of a word that no person gave by hand. With a date it holds from then on, but a word by hand of the same
 * or a later first day stays. Without one it holds from ever where nothing was known, from today where something else
 * held, and not at all where that is a word by hand. A provider's word never takes the place of another's.
 */
export function hear<Value>(
  stretches: readonly Stretch<Value>[],
  { fromDate, value, origin }: { fromDate: string | null; value: Value | null; origin: OrganisationOrigin },
  today: string,
  same: Same<Value> = Object.is,
): Outcome<Value> {
  const date = fromDate ?? (stretches.length === 0 ? EVER : today);
  const now = onDate(stretches, date);
  if (value === null ? !now : now && same(now.value, value)) return { kind: "same" };
  const weaker = origin === "provider" && now !== null && now.origin !== "provider";
  const stays = now !== null && (weaker || (now.origin === "hand" && (fromDate === null || now.fromDate === date)));
  if (stays) return { kind: "kept", byHand: now };
  const after = sayFrom(stretches, { fromDate: date, value, origin }, same);
  return { kind: "said", fromDate: date, before: now?.value ?? null, stretches: after };
}

function cutTo<Value>(stretch: Stretch<Value>, date: string): Stretch<Value>[] {
  if (stretch.fromDate >= date) return [];
  return [stretch.toDate > date ? { ...stretch, toDate: date } : stretch];
}

function joined<Value>(stretches: readonly Stretch<Value>[], same: Same<Value>): Stretch<Value>[] {
  const all: Stretch<Value>[] = [];
  for (const stretch of stretches) {
    const last = all.at(-1);
    if (last && last.toDate === stretch.fromDate && last.origin === stretch.origin && same(last.value, stretch.value))
      all[all.length - 1] = { ...last, toDate: stretch.toDate };
    else all.push(stretch);
  }
  return all;
}
