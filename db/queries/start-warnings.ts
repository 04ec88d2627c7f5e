import postgres from "postgres";
import { isReadable, openKeyRing } from "@/db/secrets/key-ring";
import { unknownCalendars } from "./unknown-calendars";

const DURABLE = ["fsync", "full_page_writes", "synchronous_commit"] as const;

const MEANINGS: Record<(typeof DURABLE)[number], string> = {
  fsync: "a power cut may damage it, so deliveries go to the spool first",
  full_page_writes: "a power cut may damage it",
  synchronous_commit: "Squelch turns it on where it acknowledges a delivery",
};

/** What an operator should know before anything is received. */
export async function startWarnings(url: string, keys: string): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const settings = await sql<{ name: (typeof DURABLE)[number]; setting: string }[]>`
      select name, setting from pg_settings where name in ${sql([...DURABLE])} and setting = 'off' order by name`;
    const secrets = await sql<
      { sealed: string }[]
    >`select sealed from source_secrets union all select sealed from connections where sealed is not null
      union all select sealed from digests where sealed is not null`;
    const keyed = await sql<{ sealed: string }[]>`select sealed from workspace_keys`;
    const workspaces = await sql<{ id: number }[]>`select id from workspaces order by id`;
    const calendars = await Promise.all(workspaces.map(({ id }) => unknownCalendars(sql, id)));
    const ring = openKeyRing(keys);
    const lost = secrets.filter(({ sealed }) => !isReadable(ring, sealed)).length;
    return [
      ...settings.map(({ name }) => `${name} is off in the database: ${MEANINGS[name]}`),
      ...calendars
        .flat()
        .map(
          ({ name, people }) =>
            `The holidays of ${name} are not known: ${people === null ? "those of the workspace" : `of people who have it: ${people}`}. They are counted as working days`,
        ),
      ...(lost > 0
        ? [
            `${lost} of ${secrets.length} stored secrets are sealed with a key that is not in SQUELCH_KEYS. Their deliveries wait in the spool: bring the key back`,
          ]
        : []),
      ...(keyed.some(({ sealed }) => !isReadable(ring, sealed))
        ? [
            "The workspace's own key is sealed with a key that is not in SQUELCH_KEYS. Where somebody was erased nothing more is read until it is back",
          ]
        : []),
    ];
  } finally {
    await sql.end({ timeout: 5 });
  }
}
