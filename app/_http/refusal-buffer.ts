import { type Refused, recordRefusals } from "@/db/commands/record-refusals";
import type { WebhookSource } from "@/db/queries/webhook-sources";
import type { Refusal } from "@/db/staging/admit";
import type { DoorDatabase } from "@/db/staging/door-database";
import type { Instant } from "@/lib/model/instant";
import { localDateOf } from "@/lib/time/boundaries";

const FLUSH_AFTER_MS = 500;

/** Counts refusals in memory and writes them together; while the database is away they gather. */
export function refusalBuffer(database: DoorDatabase, report: (error: unknown) => void) {
  let gathered = new Map<string, Refused>();
  let timer: NodeJS.Timeout | null = null;
  let failing = false;

  function count(source: WebhookSource, refusal: Refusal, at: Instant): void {
    const { workspaceId, sourceId, zone } = source;
    add({ workspaceId, sourceId, zone, ...refusal, requests: 1, firstAt: at, lastAt: at });
    schedule();
  }

  function add(one: Refused): void {
    const key = [one.workspaceId, one.sourceId, one.reason, localDateOf(one.lastAt, one.zone)].join(" ");
    const known = gathered.get(key);
    gathered.set(key, known ? together(known, one) : one);
  }

  function schedule(): void {
    timer ??= setTimeout(() => {
      timer = null;
      flush().catch((error: unknown) => {
        // An outage says so once, not twice a second.
        if (!failing) report(error);
        failing = true;
        schedule();
      });
    }, FLUSH_AFTER_MS);
    timer.unref();
  }

  /** Fails where the database does, and then loses nothing. */
  async function flush(): Promise<void> {
    const flushed = gathered;
    if (flushed.size === 0) return;
    gathered = new Map();
    try {
      await database.use((sql) => recordRefusals(sql, [...flushed.values()]));
      failing = false;
    } catch (error) {
      for (const one of flushed.values()) add(one);
      throw error;
    }
  }

  return { count, flush };
}

export type RefusalBuffer = ReturnType<typeof refusalBuffer>;

function together(one: Refused, other: Refused): Refused {
  const newer = other.lastAt >= one.lastAt ? other : one;
  return {
    ...newer,
    requests: one.requests + other.requests,
    firstAt: Math.min(one.firstAt, other.firstAt),
    lastAt: Math.max(one.lastAt, other.lastAt),
  };
}
