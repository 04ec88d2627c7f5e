import { resolve } from "node:path";

/**
 * In MB. With Node's own 16 a fifth of the time of judging goes into moving about what lives but a moment, with 32 an eighth,
 * with this a twelfth; more saves little and is more memory in all.
 */
export const YOUNG_MB = 64;

/** Options of Node for the process that judges. */
export const WORKER_OPTIONS = [`--max-semi-space-size=${YOUNG_MB}`, "--import", "tsx"];

/** What Node is given to start the worker process. */
export function workerArguments(): string[] {
  return [...WORKER_OPTIONS, resolve(import.meta.dirname, "worker.ts")];
}
