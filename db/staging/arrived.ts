import { stat } from "node:fs/promises";

/** An upload that nobody goes on with is discarded after so long; the screen says the day. */
export const STALE_AFTER_MS = 7 * 24 * 3_600_000;

export type Arrived = { bytes: number; lastAt: Date };

/** How much of an upload lies on disk, and since when; null where there is no file. */
export async function arrivedOf(path: string): Promise<Arrived | null> {
  try {
    const { size, mtime } = await stat(path);
    return { bytes: size, lastAt: mtime };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
