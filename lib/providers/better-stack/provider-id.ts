export const PROVIDER = "better-stack";
