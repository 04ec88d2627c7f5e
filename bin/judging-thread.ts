import { parentPort, workerData } from "node:worker_threads";
import { openClient } from "@/db/client";
import type { Done, Task } from "@/db/commands/judging-crew";
import { ownHands } from "@/db/commands/own-hands";
import { workCtx } from "@/db/work-ctx";
import type { FromThread, ThreadData, ToThread } from "./judging-helper";

/** The thread that `judgingHelpers` starts: works on portions of pages until it is told to end. */
const CONNECTIONS = 3;

const port = parentPort;
if (!port) throw new Error("squelch starts this as a thread");
const { url, workspaceId } = workerData as ThreadData;
const client = openClient(url, { max: CONNECTIONS, name: "squelch judging" });
const hands = ownHands(await workCtx(client, workspaceId));
const answer = (message: FromThread, moved: ArrayBufferLike[] = []) =>
  port.postMessage(message, moved as ArrayBuffer[]);

port.on("message", async (message: ToThread) => {
  if ("tell" in message) hands.tell(message.tell);
  else if ("task" in message) await work(message.id, message.task);
  else {
    await client.close();
    port.close();
  }
});

async function work(id: number, task: Task): Promise<void> {
  let done: Done;
  try {
    done = await hands.work(task);
  } catch (failed) {
    answer({ id, failed });
    return;
  }
  answer({ id, done }, done.flatMap(buffersOf));
}

function buffersOf({ cells, pages, others, first, decided }: Done[number]): ArrayBufferLike[] {
  return [cells, pages, others, first, decided].map(({ buffer }) => buffer);
}
