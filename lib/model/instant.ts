/** A point in time: milliseconds since 1970-01-01T00:00:00Z. Zones belong to people and screens, never to an instant. */
export type Instant = number;
