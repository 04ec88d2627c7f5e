import { setTimeout } from "node:timers/promises";
import { type WebhookSource, type WebhookSources, webhookSources } from "@/db/queries/webhook-sources";
import type { KeyRing } from "@/db/secrets/key-ring";
import type { DoorDatabase } from "@/db/staging/door-database";

/** Changes of a source reach the door within this time. */
const FRESH_MS = 3_000;
/** However many strangers knock, the database is not asked more often about sources that it did not know. */
const ASK_AGAIN_MS = 250;

/** `unreachable`: nobody can say whether there is such a source. */
export type Found = { source: WebhookSource; durable: boolean } | "unknown" | "unreachable";

/** Every source with its secrets; while the database is away the last known ones go on. */
export function sourceCache(database: DoorDatabase, ring: KeyRing) {
  let known: { sources: WebhookSources; readAt: number } | null = null;
  let reading: Promise<boolean> | null = null;
  let next: Promise<boolean> | null = null;

  async function read(): Promise<boolean> {
    try {
      const sources = await database.use((sql) => webhookSources(sql, ring));
      known = { sources, readAt: performance.now() };
      return true;
    } catch {
      // The database is away, which its own state tells: the last known sources go on.
      return false;
    } finally {
      reading = null;
    }
  }

  /** Whether they are fresh afterwards. */
  async function refresh(): Promise<boolean> {
    if (known && performance.now() - known.readAt <= FRESH_MS) return true;
    reading ??= read();
    return reading;
  }

  /** Reads what was made until now; once for all who come before it begins. */
  function readAgain(): Promise<boolean> {
    next ??= (async () => {
      await reading;
      if (known) await setTimeout(Math.max(0, ASK_AGAIN_MS - (performance.now() - known.readAt)));
      next = null;
      reading ??= read();
      return reading;
    })();
    return next;
  }

  async function find(slug: string): Promise<Found> {
    await refresh();
    const found = known?.sources.bySlug.get(slug);
    if (known && found) return { source: found, durable: known.sources.durable };
    // It may have been made a moment ago.
    if (!(await readAgain()) || !known) return "unreachable";
    const source = known.sources.bySlug.get(slug);
    return source ? { source, durable: known.sources.durable } : "unknown";
  }

  return { find };
}

export type SourceCache = ReturnType<typeof sourceCache>;
