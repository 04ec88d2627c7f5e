import type { DateSpan, ReportingLine } from "@/lib/model/organisation";

/** `personId` is under `leaderId` in the span, `depth` lines below; 1 = directly. */
export type Under = DateSpan & { leaderId: string; personId: string; depth: number };

/** People of whom each reports to the next, and the last to the first; from the date on. */
export type Circle = { circle: readonly string[]; fromDate: string };

/**
 * Everybody above each person, with the dates: of all people, or of some. Two lines of one person never overlap. A circle
 * has no leader on top, so there is no closure of it.
 */
export function orgClosure(
  lines: readonly ReportingLine[],
  people: Iterable<string> = new Set(lines.map((line) => line.personId)),
): { under: readonly Under[] } | Circle {
  const above = linesByPerson(lines);
  const under: Under[] = [];
  for (const personId of people) {
    const found: Under[] = [];
    const circle = climb(above, { personId, from: personId, path: [personId], span: null }, found);
    if (circle) return circle;
    under.push(...joined(found));
  }
  return { under };
}

/** These people and everybody who was ever under one of them: whose leaders a change of theirs concerns. */
export function everUnder(lines: readonly ReportingLine[], people: Iterable<string>): Set<string> {
  const reports = new Map<string, string[]>();
  for (const { leaderId, personId } of lines) {
    const known = reports.get(leaderId);
    if (known) known.push(personId);
    else reports.set(leaderId, [personId]);
  }
  const all = new Set(people);
  for (const id of all) for (const report of reports.get(id) ?? []) all.add(report);
  return all;
}

type Climb = { personId: string; from: string; path: readonly string[]; span: DateSpan | null };

function climb(
  above: ReadonlyMap<string, readonly ReportingLine[]>,
  { personId, from, path, span }: Climb,
  found: Under[],
): Circle | null {
  for (const line of above.get(from) ?? []) {
    const fromDate = span && span.fromDate > line.fromDate ? span.fromDate : line.fromDate;
    const toDate = span && span.toDate < line.toDate ? span.toDate : line.toDate;
    if (fromDate >= toDate) continue;
    const seen = path.indexOf(line.leaderId);
    if (seen >= 0) return { circle: path.slice(seen), fromDate };
    const { leaderId } = line;
    found.push({ leaderId, personId, fromDate, toDate, depth: path.length });
    const next = { personId, from: leaderId, path: [...path, leaderId], span: { fromDate, toDate } };
    const circle = climb(above, next, found);
    if (circle) return circle;
  }
  return null;
}

function linesByPerson(lines: readonly ReportingLine[]): Map<string, ReportingLine[]> {
  const above = new Map<string, ReportingLine[]>();
  for (const line of [...lines].sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1))) {
    const known = above.get(line.personId);
    if (known) known.push(line);
    else above.set(line.personId, [line]);
  }
  return above;
}

/** A leader of the same depth before and after a change in between is one span. */
function joined(found: readonly Under[]): Under[] {
  const last = new Map<string, Under>();
  const all: Under[] = [];
  for (const one of [...found].sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1))) {
    const before = last.get(one.leaderId);
    if (before && before.toDate === one.fromDate && before.depth === one.depth) {
      before.toDate = one.toDate;
      continue;
    }
    const copy = { ...one };
    last.set(one.leaderId, copy);
    all.push(copy);
  }
  return all;
}
