import { headers } from "next/headers";
import { type OpenedLink, openShareLink } from "@/db/commands/open-share-link";
import { type SharedReport, sharedDocument } from "@/db/queries/shared-document";
import { isWellFormed } from "@/lib/auth/secret-token";
import { AppError } from "@/lib/errors";
import { database, dataDir } from "./database";
import { failedLinks } from "./failed-links";
import { peerOf } from "./peer-of";

export type Shared = SharedReport & { expiresAt: string; zone: string };

/** What a link opens; null where it opens nothing, for whatever reason. No cookie is looked at. */
export async function openShared(token: string): Promise<Shared | null> {
  const { db, sql, keyRing } = database();
  const opened = isWellFormed("sqs", token) ? await openShareLink(sql, token) : null;
  if (!opened) {
    failedLinks().isTooMany(peerOf(await headers()), Date.now());
    return null;
  }
  const { thing, expiresAt, ...workspace } = opened;
  const work = { db, sql, keyRing, ...workspace, now: Date.now(), dataDir: dataDir() };
  const report = await reportOf(work, thing);
  return report && { ...report, expiresAt: expiresAt.toISOString(), zone: workspace.zone };
}

/** A team or a leader who is gone by now has no report. */
async function reportOf(work: Parameters<typeof sharedDocument>[0], thing: OpenedLink["thing"]) {
  try {
    return await sharedDocument(work, thing);
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}
