export const PROVIDER = "incident-io";
