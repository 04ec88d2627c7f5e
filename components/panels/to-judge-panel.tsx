"use client";

import Link from "next/link";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { TapButtons } from "@/components/verdict/tap-buttons";
import { type Said, wordsOf } from "@/components/verdict/taps";
import { useGestures } from "@/components/verdict/use-gestures";
import type { PageRow } from "@/lib/contract/page";
import type { PersonDetail } from "@/lib/contract/person";
import type { MadeGesture } from "@/lib/contract/verdict";
import { Panel } from "./panel";
import type { View } from "./view";

type ToJudge = NonNullable<PersonDetail["own"]>["toJudge"];
type Props = { view: View<ToJudge>; zone: string; filter: LinkParams };

/** One tap a page: what only the person who was paged can know. */
export function ToJudgePanel({ view, zone, filter }: Props) {
  const { pending, status, make } = useGestures();
  const judge = (row: PageRow, said: Said) => {
    if (pending) return;
    make({
      run: () => send<MadeGesture>("PUT", `/api/pages/${encodeURIComponent(row.id)}/verdict`, said),
      said: `Judged ${row.title ?? "the page"} ${wordsOf(said)}`,
    });
  };
  return (
    <Panel
      question="Were you needed?"
      help="verdict"
      view={view}
      height={300}
      flush
      n={({ pages }) => `${formatCounted(pages, "page", "pages")} to judge`}
    >
      {({ rows }) => (
        <>
          {rows.length === 0 && (
            <p className="px-4 pb-4 text-ink-2">Every page of yours in this range has a verdict.</p>
          )}
          <ul className="relative max-h-[28rem] divide-y overflow-y-auto border-t empty:border-0">
            {rows.map((row) => (
              <li key={row.id} className="grid gap-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_auto] lg:items-start">
                <p className="min-w-0">
                  <Link href={hrefTo(`/pages/${row.id}`, filter)} className="font-medium hover:underline">
                    {row.title ?? "no title"}
                  </Link>
                  <span className="block text-xs text-ink-3">
                    {[formatDayTime(row.triggeredAt, zone), row.service].filter(Boolean).join(" · ")}
                  </span>
                </p>
                <fieldset disabled={pending} className="min-w-0">
                  <legend className="sr-only">Verdict on {row.title ?? "the page"}</legend>
                  <TapButtons suggested={null} chosen={null} withoutKeys onJudge={(said) => judge(row, said)} />
                </fieldset>
              </li>
            ))}
          </ul>
          <p aria-live="polite" className="sr-only">
            {status}
          </p>
        </>
      )}
    </Panel>
  );
}
