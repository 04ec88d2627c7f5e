import { type Client, openClient } from "@/db/client";

const holder = globalThis as { squelchClient?: Client };

/** The process's one pool; kept across reloads of the development server. */
export function database(): Client {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is missing: the screens are started by `npm start`, which sets it");
  holder.squelchClient ??= openClient(url, { keys: process.env.SQUELCH_KEYS ?? null });
  return holder.squelchClient;
}

/** Where uploaded files lie. */
export function dataDir(): string {
  const dir = process.env.SQUELCH_DATA;
  if (!dir) throw new Error("SQUELCH_DATA is missing: the screens are started by `npm start`, which sets it");
  return dir;
}
