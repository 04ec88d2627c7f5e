"use client";

import { useState } from "react";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { useKeys } from "@/components/frame/use-keys";
import { fetchJson, queryString, send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { PagesFilter } from "@/lib/contract/filter";
import type { PageRow } from "@/lib/contract/page";
import type { BulkCount, MadeGesture } from "@/lib/contract/verdict";
import { TapButtons } from "./tap-buttons";
import { type Said, type Suggested, verdictKeys, wordsOf } from "./taps";
import { useGestures } from "./use-gestures";

type Props = {
  filter: PagesFilter;
  total: number;
  chosen: ReadonlySet<string>;
  /** The row under the keys: judged where none is chosen. */
  row: PageRow | null;
  onClear: () => void;
  onJudged?: () => void;
  withoutKeys?: boolean;
};

/** All pages that match the filter, as they were counted before anything was said of them. */
type Matching = BulkCount & { query: string };

/** One word on the row at hand, on the chosen pages, or on all that match, the number of them said first. */
export function JudgeBar({ filter, total, chosen, row, onClear, onJudged, withoutKeys = false }: Props) {
  const { pending, status, make } = useGestures();
  const [counted, setCounted] = useState<Matching | null>(null);
  // Another filter matches other pages: what was counted says nothing of them.
  const query = queryString(filter);
  const matching = counted?.query === query ? counted : null;
  const many = matching !== null || chosen.size > 0;
  const suggested: Suggested = !many && row?.origin === "inferred" ? row : null;
  const judge = (said: Said) => {
    if (pending) return;
    if (matching) judgeMany(said, { filter, expected: matching.pages }, matching.pages - matching.judged);
    else if (chosen.size > 0) judgeMany(said, { pages: [...chosen] }, chosen.size);
    else if (row) {
      make({
        run: () => send<MadeGesture>("PUT", `/api/pages/${encodeURIComponent(row.id)}/verdict`, said),
        said: `Judged ${row.title ?? "the page"} ${wordsOf(said)}`,
      });
      onJudged?.();
    }
  };
  const judgeMany = (said: Said, on: object, pages: number) => {
    // Chosen one by one they are meant; of all that match, those that people judged keep their word.
    const judged = matching ? "keep" : "replace";
    make({
      run: () => send<MadeGesture>("POST", "/api/verdicts", { ...said, on, judged }),
      said: `Judged ${formatCounted(pages, "page", "pages")} ${wordsOf(said)}`,
    });
    setCounted(null);
    onClear();
  };
  const count = () =>
    fetchJson<BulkCount>(`/api/verdicts?${query}`).then(
      (found) => setCounted({ ...found, query }),
      (error: Error) => notify(`They could not be counted. ${error.message}`),
    );
  useKeys(withoutKeys ? {} : { ...verdictKeys(suggested, judge), Escape: () => setCounted(null) });
  return (
    <section aria-label="Judge pages" className="border-b px-4 py-2.5">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        <p aria-live="polite">{aimOf(matching, chosen.size, row)}</p>
        {!matching && total > 0 && (
          <Button size="small" look="quiet" disabled={pending} onClick={() => void count()}>
            Judge all {formatCount(total)} that match
          </Button>
        )}
        {many && (
          <Button
            size="small"
            look="quiet"
            onClick={() => {
              setCounted(null);
              onClear();
            }}
          >
            Clear
          </Button>
        )}
      </div>
      {many && (
        <fieldset disabled={pending} className="mt-2">
          <legend className="sr-only">Verdict on these pages</legend>
          <TapButtons suggested={suggested} chosen={null} onJudge={judge} />
        </fieldset>
      )}
      <p aria-live="polite" className="sr-only">
        {status}
      </p>
    </section>
  );
}

function aimOf(matching: BulkCount | null, chosen: number, row: PageRow | null): string {
  if (matching) {
    const kept = matching.judged > 0 ? `; ${formatCount(matching.judged)} that people judged keep their verdict` : "";
    return `All ${formatCounted(matching.pages, "page", "pages")} that match${kept}.`;
  }
  if (chosen > 0) return `${formatCounted(chosen, "page", "pages")} chosen.`;
  return row ? "A key judges the row: 1 to 5, or v and a letter." : "Choose pages to judge them together.";
}
