import { type Delivery, type Kept, keepDeliveries } from "@/db/commands/receive";
import { type DoorDatabase, isAnswer } from "./door-database";

/** Beside the one on its way a second one is prepared; more of them would only share the same disk. */
const AT_ONCE = 2;
const BATCH = { deliveries: 64, bytes: 1024 * 1024 };
/** What waits for its turn, beyond which the spool is the quicker way. */
const WAITING = { deliveries: 4_000, bytes: 64 * 1024 * 1024 };

export class BacklogError extends Error {
  constructor() {
    super("too many deliveries wait to be stored");
    this.name = "BacklogError";
  }
}

type Waiting = { delivery: Delivery; done: (kept: Kept) => void; failed: (error: unknown) => void };

/**
 * Keeps deliveries as they come: alone while it is quiet, and under load all those together that came while the ones
 * before them were committed. Each is told of its own commit, and fails where that did.
 */
export function inboxWriter(database: DoorDatabase) {
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let writing = 0;

  function keep(delivery: Delivery): Promise<Kept> {
    if (waiting.length >= WAITING.deliveries || waitingBytes + delivery.body.length > WAITING.bytes)
      return Promise.reject(new BacklogError());
    return new Promise((done, failed) => {
      waiting.push({ delivery, done, failed });
      waitingBytes += delivery.body.length;
      if (writing < AT_ONCE) void writeAll();
    });
  }

  async function writeAll(): Promise<void> {
    writing += 1;
    while (waiting.length > 0) await write(takeBatch());
    writing -= 1;
  }

  function takeBatch(): Waiting[] {
    const keys = new Set<string>();
    let [count, bytes] = [0, 0];
    for (const { delivery } of waiting) {
      bytes += delivery.body.length;
      // What a delivery may repeat has to be committed before it is looked for.
      const mayRepeat = delivery.earlierKey !== undefined && keys.has(delivery.earlierKey);
      if (count > 0 && (count >= BATCH.deliveries || bytes > BATCH.bytes || mayRepeat)) break;
      keys.add(delivery.deliveryKey);
      count += 1;
    }
    const batch = waiting.splice(0, count);
    for (const { delivery } of batch) waitingBytes -= delivery.body.length;
    return batch;
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    try {
      const kept = await database.use((sql) =>
        keepDeliveries(
          sql,
          batch.map(({ delivery }) => delivery),
        ),
      );
      for (const [index, { done }] of batch.entries()) done(kept[index] ?? "duplicate");
    } catch (error) {
      // One that the database cannot hold must not take the others along.
      if (batch.length > 1 && isAnswer(error)) await Promise.all(batch.map((one) => write([one])));
      else for (const { failed } of batch) failed(error);
    }
  }

  return { keep };
}

export type InboxWriter = ReturnType<typeof inboxWriter>;
