import type { Ctx } from "@/db/ctx";
import type { Scope } from "@/db/queries/period";
import type { HiddenBecause } from "@/lib/contract/leaders";
import { releaseLeaders } from "@/lib/report/release-leaders";
import { localDatesOf } from "@/lib/time/range";
import { ledSpans } from "./led-spans";
import { sightOf } from "./sight-of";

/** Why facts about the people under a leader are not told to the viewer; null = they are. */
export async function withheldUnder(ctx: Ctx, leaderId: string, { range, zone }: Scope): Promise<HiddenBecause | null> {
  const dates = localDatesOf(range, zone);
  if (!dates) return "part-weeks";
  const [led, sight] = await Promise.all([ledSpans(ctx, dates), sightOf(ctx)]);
  return releaseLeaders(led, dates, sight.named).get(leaderId) ?? null;
}
