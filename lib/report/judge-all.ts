import type { Settings } from "@/lib/model/settings";
import { judgePages } from "@/lib/noise/judge-pages";
import { byOpening } from "@/lib/noise/sight";
import type { CountedPage } from "./tally-report";

/** Judges all pages in memory, without any person's verdict. In order of opening. */
export function judgeAll(
  pages: readonly Pick<CountedPage, "page" | "signature">[],
  { settings, zone }: { settings: Settings; zone: string },
): CountedPage[] {
  const surrounded = pages
    .map(({ page, signature }) => ({ page, signature: signature.signature, identity: signature }))
    .sort((a, b) => byOpening(a.page, b.page));
  return judgePages(surrounded, { settings, zone }).map(({ page, identity, judgement: { verdict, reason } }) => {
    return { page, signature: identity, verdict, reason };
  });
}
