/** What is written on every picture and in every file, so that it explains itself away from the screen. */
export type Caption = {
  title: string;
  /** What is seen, in a sentence. */
  sentence: string;
  /** "9 – 15 Nov 2026"; null where the figure has no range. */
  range: string | null;
  zone: string | null;
  /** "team payments, urgency high"; empty = all pages. */
  filters: readonly string[];
  /** "n = 144 pages"; null where the figure says none. */
  n: string | null;
  /** What is counted. */
  definition: string | null;
  /** ISO 8601 with offset. */
  madeAt: string;
};

/** The lines below a picture. */
export function captionLines({ range, zone, filters, n, definition, madeAt }: Caption): string[] {
  const about = [range, zone && `range in ${zone.replaceAll("_", " ")}`, filtersText(filters), n];
  return [about.filter(Boolean).join(" · "), definition, `Made at ${madeAt} with Squelch`].filter(
    (line) => line !== null,
  );
}

export const filtersText = (filters: readonly string[]): string =>
  filters.length === 0 ? "no filters" : `filters: ${filters.join(", ")}`;
