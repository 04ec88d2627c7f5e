import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatDate, formatIsoDate } from "@/components/format/time";
import type { Range } from "@/lib/contract/noise-report";
import type { DataState } from "@/lib/contract/overview";
import type { NextStep, View } from "./view";

const DAY_MS = 86_400_000;

/** Why there is nothing to show, and the shortest way to something: no data at all, none in the range, or none that match. */
export function nothingToShow(
  range: Range,
  state: DataState | undefined,
  path: string,
  filter: LinkParams,
): View<never> {
  if (!state) return { kind: "nothing-in-range", why: `No pages in ${range.label}.`, next: [] };
  if (!state.firstPageAt || !state.lastPageAt)
    return {
      kind: "empty",
      why: "No pages are here yet. Import an export of your pager and this fills within a minute.",
      next: { label: "Import my export", href: hrefTo("/sources") },
    };
  const filtered = narrowing(filter);
  const inside = range.from < state.lastPageAt && range.to > state.firstPageAt;
  const next = inside ? [] : [nearest(range, state.firstPageAt, state.lastPageAt, path, filter)];
  const without = {
    label: "Show without filters",
    href: hrefTo(path, { from: filter.from, to: filter.to, tz: filter.tz }),
  };
  return {
    kind: "nothing-in-range",
    why: filtered ? `No pages in ${range.label} match these filters.` : `No pages in ${range.label}.`,
    next: filtered ? [without, ...next] : next,
  };
}

function narrowing({
  team,
  service,
  urgency,
  signature,
  verdict,
  reason,
  person,
  under,
  owner,
  hours,
  acknowledged,
  q,
}: LinkParams): boolean {
  return [team, service, urgency, signature, verdict, reason, person, under, owner, hours, acknowledged, q].some(
    Boolean,
  );
}

function nearest(range: Range, first: string, last: string, path: string, filter: LinkParams): NextStep {
  const length = Math.max(DAY_MS, Date.parse(range.to) - Date.parse(range.from));
  const late = range.from >= last;
  const from = late ? Math.max(Date.parse(first), Date.parse(last) - length + DAY_MS) : Date.parse(first);
  const to = late ? Date.parse(last) : Math.min(Date.parse(last), Date.parse(first) + length - DAY_MS);
  const [fromIso, toIso] = [new Date(from).toISOString(), new Date(to).toISOString()];
  return {
    label: `Show ${formatDate(fromIso, range.zone)} – ${formatDate(toIso, range.zone)}`,
    href: hrefTo(path, filter, { from: formatIsoDate(fromIso, range.zone), to: formatIsoDate(toIso, range.zone) }),
  };
}
