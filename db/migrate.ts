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
    const before = await versionOf(sql);
    await apply(drizzle(sql), { migrationsFolder: FOLDER });
    const version = await versionOf(sql);
    // A table that was written anew knows neither its statistics nor which blocks its indexes answer for, until it is looked through.
    if (before > 0 && version > before) await sql`vacuum (analyze) pages, page_folds`;
    report(`Schema version ${version}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Migrations applied so far. */
async function versionOf(sql: postgres.Sql): Promise<number> {
  const [known] = await sql`select to_regclass('drizzle.__drizzle_migrations') as journal`;
  if (!known?.journal) return 0;
  const [row] = await sql<{ version: number }[]>`select count(*)::int as version from drizzle.__drizzle_migrations`;
  return row?.version ?? 0;
}
