/** Consequences and repeats of another page: one problem is one incident, however many pages it makes. */
export const NO_INCIDENT = ["duplicate", "storm-symptom", "test", "flapping"] as const;

/** Two reasons of one kind make the same incidents. */
export const incidentKind = (reason: string) =>
  `case when ${reason} = 'flapping' then 'flapping' when ${reason} in (${NO_INCIDENT.map((it) => `'${it}'`).join(", ")}) then 'none' else 'own' end`;
