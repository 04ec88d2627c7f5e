import { register } from "tsx/esm/api";

// A thread does not inherit what reads TypeScript in the process that starts it.
register();
await import("./judging-thread.ts");
