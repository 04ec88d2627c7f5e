import type { Ctx } from "@/db/ctx";
import { spoolPlace, spoolState } from "@/db/staging/spool";
import type { Alarms } from "@/lib/contract/source";
import { sourceList } from "./source-list";

/** What every screen must say at once: sources that fail or are quiet, and a spool that fills. */
export async function alarms(ctx: Ctx): Promise<Alarms> {
  const { bytes, limitBytes } = await spoolState(spoolPlace(ctx.dataDir));
  const sources = (await sourceList(ctx)).flatMap(({ id, name, providerLabel, health }): Alarms["sources"] => {
    const { words, probablyDisabled, failing } = health;
    if (words === null) return [];
    return [{ id, name, providerLabel, kind: probablyDisabled ? "disabled" : failing ? "failing" : "quiet", words }];
  });
  return { sources, spool: bytes > limitBytes / 2 ? { bytes, limitBytes } : null };
}
