/** Who said how the organisation is: a file, a provider, or somebody on the screen. A person's word wins. */
export const ORGANISATION_ORIGINS = ["hand", "file", "provider", "sample"] as const;
export type OrganisationOrigin = (typeof ORGANISATION_ORIGINS)[number];

/** From ever, and still: how PostgreSQL writes a span that is open. Dates between them sort as text. */
export const EVER = "-infinity";
export const STILL = "infinity";

/** Local dates, YYYY-MM-DD, half-open. */
export type DateSpan = { fromDate: string; toDate: string };

/** `leaderId` leads `personId` in the span. */
export type ReportingLine = DateSpan & { personId: string; leaderId: string };

export const isWithin = (date: string, { fromDate, toDate }: DateSpan): boolean => fromDate <= date && date < toDate;
