/** Systems that decisions are carried out in, at a person's click. */
export const CONNECTION_KINDS = ["alertmanager", "pagerduty", "git"] as const;
export type ConnectionKind = (typeof CONNECTION_KINDS)[number];

/** How we prove ourselves there: a user name and password, or a token. */
export const CONNECTION_AUTHS = ["none", "basic", "bearer"] as const;
export type ConnectionAuth = (typeof CONNECTION_AUTHS)[number];
