/** What the triage queue shows where the address names no range: about the days by which alerts are flagged. */
export const TRIAGE_RANGE = { from: "now-27d/d", to: "now/d" } as const;
