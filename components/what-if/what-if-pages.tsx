"use client";

import Link from "next/link";
import { TableMenu } from "@/components/export/table-menu";
import { formatDuration } from "@/components/format/duration";
import { hrefTo } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { REASON_WORDS } from "@/components/verdict/reason-words";
import type { Changed, WhatIf, WhatIfStop } from "@/lib/contract/what-if";

type Props = { stop: WhatIfStop; pages: WhatIf["pages"]; zone: string };

const LISTS = [
  { key: "lost", words: "Actionable pages that would have been lost", open: true },
  { key: "joined", words: "Actionable pages that would have been part of an earlier one", open: true },
  { key: "late", words: "Actionable pages that would have come later", open: false },
  { key: "unclear", words: "Pages away that are unclear, or that somebody took before they cleared", open: false },
] as const;

/** Every page that the setting would have cost somebody, each opens. */
export function WhatIfPages({ stop, pages, zone }: Props) {
  return LISTS.filter(({ key }) => stop[key].n > 0).map(({ key, words, open }) => (
    <details key={key} open={open} className="rounded-lg border">
      <summary className="cursor-pointer px-3 py-2 text-xs font-medium">
        {words}: {formatCount(stop[key].n)}
      </summary>
      <List changed={stop[key]} pages={pages} zone={zone} />
      <p className="flex justify-end border-t px-2 py-1 print:hidden">
        <TableMenu
          title={words}
          range={null}
          shown={() => changedColumns(stop[key], pages)}
          all={stop[key].n > stop[key].listed.length ? null : { table: () => changedColumns(stop[key], pages) }}
        />
      </p>
    </details>
  ));
}

function changedColumns({ listed }: Changed, pages: WhatIf["pages"]) {
  return {
    head: ["opened at", "title", "top priority", "reason", "seconds later, empty = not at all"],
    rows: listed.flatMap(({ page, openedAt, delayMs }) => {
      const found = pages[page];
      if (!found) return [];
      const { title, topPriority, reason } = found;
      const later = delayMs === null ? "" : delayMs / 1000;
      return [[new Date(openedAt).toISOString(), title ?? "", topPriority ? "yes" : "no", reason ?? "", later]];
    }),
  };
}

function List({ changed: { listed, n }, pages, zone }: { changed: Changed; pages: WhatIf["pages"]; zone: string }) {
  return (
    <ul className="max-h-64 divide-y overflow-y-auto border-t text-xs">
      {listed.map(({ page, openedAt, delayMs }) => {
        const found = pages[page];
        if (!found) return null;
        return (
          <li key={`${found.id} ${openedAt}`} className="flex flex-wrap items-baseline gap-x-2 px-3 py-1.5">
            <Link
              href={hrefTo(`/pages/${found.id}`)}
              className="min-w-0 font-medium underline-offset-4 hover:underline"
            >
              {formatDayTime(new Date(openedAt).toISOString(), zone)} · {found.title ?? "(no title)"}
            </Link>
            <span className="text-ink-3">
              {[
                found.topPriority ? "top priority" : null,
                found.reason ? REASON_WORDS[found.reason] : null,
                delayMs === null ? null : `${formatDuration(delayMs / 1000)} later`,
              ]
                .filter((word) => word !== null)
                .join(", ")}
            </span>
          </li>
        );
      })}
      {n > listed.length && <li className="px-3 py-1.5 text-ink-3">and {formatCount(n - listed.length)} more</li>}
    </ul>
  );
}
