const LONGEST = 160;

/**
 * A reason without what differs from record to record, so that equal reasons count together: quoted values, places,
 * keys of hexadecimal digits and numbers are left out.
 */
export function groupReason(why: string): string {
  const grouped = why
    .replaceAll(/"(?:[^"\\]|\\.)*"?|“[^”]*”?|`[^`]*`?/g, "…")
    .replaceAll(/(^|[\s(,:=])'[^']*'/g, "$1…")
    .replaceAll(/\[\d+\]/g, "[]")
    .replaceAll(/\b(?=[0-9a-f-]*\d)[0-9a-f]{8,}(?:-[0-9a-f]+)*\b/gi, "…")
    .replaceAll(/[+-]?\d[\d.,:]*(?<![.,:])/g, "…")
    .replaceAll(/…(?:[\s,;:/TZ-]*…)+/g, "…")
    .replaceAll(/\s+/g, " ")
    .trim();
  return grouped.length > LONGEST ? `${grouped.slice(0, LONGEST - 1).toWellFormed()}…` : grouped || "no reason told";
}
