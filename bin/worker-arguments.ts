import { resolve } from "node:path";

/** What Node is given to start the worker process. */
export function workerArguments(): string[] {
  return ["--import", "tsx", resolve(import.meta.dirname, "worker.ts")];
}
