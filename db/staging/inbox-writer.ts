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
  /** Keys whose commit is on its way, here or in the other batch. */
  const writingKeys = new Map<string, number>();
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
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      count(batch, 1);
      await write(batch);
      count(batch, -1);
    }
    writing -= 1;
  }

  /** Empty where the next one has to wait for the other batch, which takes it afterwards. */
  function takeBatch(): Waiting[] {
    const keys = new Set<string>();
    let [taken, bytes] = [0, 0];
    for (const { delivery } of waiting) {
      bytes += delivery.body.length;
      // What a delivery may repeat has to be committed before it is looked for.
      const earlier = delivery.earlierKey;
      if (earlier !== undefined && (keys.has(earlier) || writingKeys.has(earlier))) break;
      if (taken > 0 && (taken >= BATCH.deliveries || bytes > BATCH.bytes)) break;
      keys.add(delivery.deliveryKey);
      taken += 1;
    }
    const batch = waiting.splice(0, taken);
    for (const { delivery } of batch) waitingBytes -= delivery.body.length;
    return batch;
  }

  function count(batch: readonly Waiting[], change: 1 | -1): void {
    for (const { delivery } of batch) {
      const writers = (writingKeys.get(delivery.deliveryKey) ?? 0) + change;
      if (writers === 0) writingKeys.delete(delivery.deliveryKey);
      else writingKeys.set(delivery.deliveryKey, writers);
    }
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
