import { setTimeout as sleep } from "node:timers/promises";
import { openClient } from "@/db/client";
import type { Sql } from "@/db/ctx";

/** What the server lists the connections of workers under. */
export const WORKER = "squelch worker";

const LOOK_MS = 200;

/**
 * Work goes on at once after a crash, where no worker is connected any more: one that lives would have its work done
 * twice. Waits so long for workers that are on their way out; then their leases run out by themselves.
 */
export async function endLeases(url: string, patienceMs: number): Promise<void> {
  const { sql, close } = openClient(url, { max: 1 });
  const since = performance.now();
  try {
    while (await isWorkedOn(sql)) {
      if (performance.now() - since >= patienceMs) return;
      await sleep(LOOK_MS);
    }
    await sql`update jobs set leased_until = null where leased_until is not null and not ${working(sql)}`;
    await sql`update model_runs set leased_until = null where leased_until is not null and not ${working(sql)}`;
  } finally {
    await close();
  }
}

const isWorkedOn = async (sql: Sql): Promise<boolean> =>
  (await sql<{ working: boolean }[]>`select ${working(sql)} as working`)[0]?.working ?? true;

const working = (sql: Sql) => sql`
  exists (select from pg_stat_activity where datname = current_database() and application_name = ${WORKER})`;
