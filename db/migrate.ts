import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as apply } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Any constant will do, as long as every instance takes the same. */
const MIGRATION_LOCK = 7_386_001;

const FOLDER = fileURLToPath(new URL("./migrations", import.meta.url));

/** Brings the database to this version. Safe from several instances at once: the others wait. */
export async function migrate(url: string, report: (line: string) => void = () => {}): Promise<void> {
  if (!existsSync(FOLDER)) throw new Error(`The migrations are missing: ${FOLDER}`);
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await apply(drizzle(sql), { migrationsFolder: FOLDER });
    const [{ version } = { version: 0 }] = await sql<{ version: number }[]>`
      select count(*)::int as version from drizzle.__drizzle_migrations`;
    report(`Schema version ${version}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
