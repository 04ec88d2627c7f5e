import type { Client } from "@/db/client";
import { ReceiveLimitError, withinLimit } from "@/db/commands/receive";
import type { Sql } from "@/db/ctx";

/** Asked too soon after it failed: whoever asks has a spool. */
class DatabaseAwayError extends Error {
  constructor(cause: unknown) {
    super("the database is away", { cause });
    this.name = "DatabaseAwayError";
  }
}

const PROBE_AFTER_MS = 1_000;

/**
 * The database as the door uses it: each piece of work within 1.5 s, and while it is away one piece a second tries
 * again and the others fail at once. A pool that hung is replaced: its connections may be open on our side alone.
 */
export function doorDatabase(open: () => Client) {
  let client = open();
  let failure: unknown = null;
  let probeAt = 0;

  async function use<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    if (failure !== null) {
      if (performance.now() < probeAt) throw new DatabaseAwayError(failure);
      probeAt = performance.now() + PROBE_AFTER_MS;
    }
    const used = client;
    try {
      const result = await withinLimit(work(used.sql));
      failure = null;
      return result;
    } catch (error) {
      if (!isAnswer(error)) away(error, used);
      throw error;
    }
  }

  function away(error: unknown, used: Client): void {
    failure = error;
    probeAt = performance.now() + PROBE_AFTER_MS;
    if (!(error instanceof ReceiveLimitError) || used !== client) return;
    client = open();
    // At once: what still queues there lies in the spool by now.
    used.close(0).catch(() => {
      // It hung: there is nothing left to close well.
    });
  }

  return { use, close: (waitSeconds?: number) => client.close(waitSeconds) };
}

export type DoorDatabase = ReturnType<typeof doorDatabase>;

/** It is there, and says what is wrong with this one statement. */
export function isAnswer(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^(22|23|42|54)[0-9A-Z]{3}$/.test(String(error.code));
}
