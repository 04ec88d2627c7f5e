/** What a file is about. Dates are local, first and last day; null where the figure has no range. */
export type FileSubject = {
  team: string | null;
  metric: string;
  days: { first: string; last: string } | null;
  zone: string | null;
};

const LONGEST_PART = 60;

/** `payments_noise-share_2026-11-09_2026-11-15_Europe-London.csv`; parts that are not known are left out. */
export function fileName({ team, metric, days, zone }: FileSubject, ending: string): string {
  const parts = [team && plain(team), plain(metric), days?.first, days?.last, zone && zonePart(zone)];
  return `${parts.filter(Boolean).join("_")}.${ending}`;
}

/** Letters and digits of any script, in lower case, anything else as one hyphen. */
function plain(text: string): string {
  const words =
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  // A letter that was cut in two is left out.
  return words
    .join("-")
    .slice(0, LONGEST_PART)
    .toWellFormed()
    .replace(/[-\ufffd]+$/, "");
}

const zonePart = (zone: string) => zone.replaceAll(/[^A-Za-z0-9_+-]+/g, "-").replaceAll("_", "-");
