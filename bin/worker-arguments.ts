import { resolve } from "node:path";
import { YOUNG_MB } from "./young-memory";

/** Options of Node for the process that judges. */
export const WORKER_OPTIONS = [`--max-semi-space-size=${YOUNG_MB}`, "--import", "tsx"];

/** What Node is given to start the worker process. */
export function workerArguments(): string[] {
  return [...WORKER_OPTIONS, resolve(import.meta.dirname, "worker.ts")];
}
