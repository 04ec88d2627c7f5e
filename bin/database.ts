import { configured } from "./environment";

export type Database = {
  url: string;
  /** Nobody else uses its server: whoever worked in it before is gone, or going. */
  alone: boolean;
  stop: (how?: "fast" | "immediate") => Promise<void>;
};

/** The database that was configured, else the embedded one of the data folder. */
export async function openDatabase(report: (line: string) => void): Promise<Database> {
  const { databaseUrl, dataDir } = configured();
  if (databaseUrl) return { url: databaseUrl, alone: false, stop: () => Promise.resolve() };
  const { openEngine } = await import("@/db/engine/open-engine");
  return await openEngine({ dataDir, report });
}

/** For commands that need the database for one thing. */
export async function withDatabase(use: (url: string) => Promise<void>): Promise<void> {
  const { url, stop } = await openDatabase((line) => process.stderr.write(`${line}\n`));
  try {
    await use(url);
  } finally {
    await stop();
  }
}
