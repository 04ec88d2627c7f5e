import type { Ctx } from "@/db/ctx";
import { cleanTexts } from "@/lib/report/nameless-texts";
import { nameless } from "./nameless";

const NOBODY: ReadonlySet<string> = new Set();

/** A report without the names of people and users in what somebody wrote. */
export async function cleanedOfNames<T>(ctx: Ctx, report: T): Promise<T> {
  const redactor = await nameless(ctx, NOBODY, [JSON.stringify(report)]);
  return cleanTexts(report, (text) => redactor.text(text));
}
