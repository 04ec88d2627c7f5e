import { openClient } from "@/db/client";

/**
 * Work goes on at once after a crash. Only where every worker is known to be gone: a lease that is still used is
 * taken from nobody by this, but its work would be done twice.
 */
export async function endLeases(url: string): Promise<void> {
  const { sql, close } = openClient(url, { max: 1 });
  try {
    await sql`update jobs set leased_until = null where leased_until is not null`;
    await sql`update model_runs set leased_until = null where leased_until is not null`;
  } finally {
    await close();
  }
}
