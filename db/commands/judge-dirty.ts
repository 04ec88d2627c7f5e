import { createHash } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import type { Page } from "@/lib/model/page";
import type { PersonVerdict, Reason, Verdict } from "@/lib/model/verdict";
import { foldDirtyPeople } from "./fold-people";

/** Signatures are judged in portions of about this many pages: bounded memory, visible progress. */
const PORTION_PAGES = 10_000;

/**
 * Judges every signature that waits, then folds the interruptions of everybody who waits. Repeats are harmless: a
 * signature stays marked until the transaction that judged it is through.
 */
export async function judgeDirty(ctx: WorkCtx): Promise<void> {
  for (let more = true; more; ) more = await judgePortion(ctx);
  await foldDirtyPeople(ctx);
}
