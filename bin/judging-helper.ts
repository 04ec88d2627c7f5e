import { resolve } from "node:path";
import { Worker } from "node:worker_threads";
import type { Done, Helper, Known, StartHelper, Task } from "@/db/commands/judging-crew";
import { YOUNG_MB } from "./young-memory";

/** What the thread is told. `id`: its answer bears it. */
export type ToThread = { tell: Known } | { id: number; task: Task } | { end: true };
export type FromThread = { id: number; done: Done } | { id: number; failed: unknown };
export type ThreadData = { url: string; workspaceId: number };

/** A thread reads and compiles the judge for some seconds: by then this many are nearly done. */
const LEAST_PAGES = 200_000;

/**
 * Starts threads that judge over connections of their own. One at a time: two threads are as many as a small machine has
 * processors.
 */
export function judgingHelpers(url: string, leastPages = LEAST_PAGES): StartHelper {
  let busy = false;
  return (workspaceId, pages) => {
    if (busy || pages < leastPages) return null;
    busy = true;
    const data: ThreadData = { url, workspaceId };
    const thread = new Worker(resolve(import.meta.dirname, "judging-thread.mjs"), {
      workerData: data,
      // Of a thread it is told in all: two halves, between which things are moved, and as much again for what is new.
      resourceLimits: { maxYoungGenerationSizeMb: 3 * YOUNG_MB },
    });
    return helperIn(thread, () => {
      busy = false;
    });
  };
}

type Waiting = { done: (found: Done) => void; failed: (error: unknown) => void };

function helperIn(thread: Worker, free: () => void): Helper {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let broken: unknown = null;
  const breakWith = (error: unknown) => {
    broken ??= error;
    for (const { failed } of waiting.values()) failed(broken);
    waiting.clear();
  };
  const ended = new Promise<void>((resolveEnd) => {
    thread.on("exit", (code) => {
      breakWith(new Error(`the thread that judges ended with ${code}`));
      free();
      resolveEnd();
    });
  });
  thread.on("error", breakWith);
  thread.on("message", (message: FromThread) => {
    const mine = waiting.get(message.id);
    waiting.delete(message.id);
    if ("failed" in message) mine?.failed(message.failed);
    else mine?.done(message.done);
  });
  const send = (message: ToThread) => thread.postMessage(message);
  return {
    tell: (tell) => send({ tell }),
    work: (task) =>
      new Promise((done, failed) => {
        if (broken !== null) return failed(broken);
        last += 1;
        waiting.set(last, { done, failed });
        send({ id: last, task });
      }),
    async end() {
      send({ end: true });
      await ended;
    },
  };
}
