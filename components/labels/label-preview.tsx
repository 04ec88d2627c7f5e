"use client";

import { useState } from "react";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { wordsOf } from "@/components/verdict/taps";
import { useGestures } from "@/components/verdict/use-gestures";
import {
  LABEL_ENDS,
  type LabelEnd,
  type LabelImportBody,
  type LabelImported,
  type LabelRow,
  MAX_LISTED,
  type LabelPreview as Preview,
} from "@/lib/contract/labels";
import type { MadeGesture } from "@/lib/contract/verdict";
import type { LabelFile } from "./labels-screen";

const WORDS: Record<LabelEnd, string> = {
  new: "new",
  same: "said here already",
  conflicting: "said otherwise here",
  unknown: "of pages that are not here",
  repeated: "said again later in the file",
  silent: "that say nothing",
  unreadable: "that cannot be read",
};

type Props = { file: LabelFile; preview: Preview; onDone: () => void };

/** What a file would do; conflicts are offered one by one, and stay as they are unless chosen. */
export function LabelPreview({ file, preview: { counts, rows }, onDone }: Props) {
  const { pending, make } = useGestures();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const stored = counts.new + (all ? counts.conflicting : taken.size);
  const toggle = (where: string) =>
    setTaken((before) => {
      const after = new Set(before);
      if (!after.delete(where)) after.add(where);
      return after;
    });
  const bringIn = () =>
    make(
      {
        run: async () => {
          const take: LabelImportBody["take"] = all ? "all" : [...taken];
          const done = await send<LabelImported>("POST", "/api/labels", { text: file.text, take });
          return { gesture: done.gesture ?? "", words: done.stored } satisfies MadeGesture;
        },
        said: `Brought in ${formatCounted(stored, "label", "labels")} of ${file.name}`,
      },
      { onSuccess: onDone },
    );
  return (
    <div className="mt-4" aria-live="polite">
      <h3 className="font-medium [overflow-wrap:anywhere]">{file.name}</h3>
      <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {LABEL_ENDS.filter((end) => counts[end] > 0 || end === "new").map((end) => (
          <li key={end}>
            <span className="font-medium">{formatCount(counts[end])}</span>{" "}
            <span className="text-ink-2">{WORDS[end]}</span>
          </li>
        ))}
      </ul>
      {counts.conflicting > 0 && (
        <label className="mt-3 flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            checked={all}
            onChange={({ target }) => setAll(target.checked)}
            className="size-4 accent-ink"
          />
          Let the file win in all {formatCount(counts.conflicting)} conflicts
        </label>
      )}
      {LABEL_ENDS.map((end) => (
        <Rows
          key={end}
          end={end}
          count={counts[end]}
          rows={rows.filter((row) => row.end === end)}
          taken={end === "conflicting" && !all ? taken : null}
          onToggle={toggle}
        />
      ))}
      <div className="mt-4 flex gap-2">
        <Button look="primary" disabled={pending || stored === 0} onClick={bringIn}>
          Bring in {formatCounted(stored, "label", "labels")}
        </Button>
        <Button look="quiet" disabled={pending} onClick={onDone}>
          Leave it
        </Button>
      </div>
    </div>
  );
}

type RowsProps = {
  end: LabelEnd;
  count: number;
  rows: readonly LabelRow[];
  taken: ReadonlySet<string> | null;
  onToggle: (where: string) => void;
};

function Rows({ end, count, rows, taken, onToggle }: RowsProps) {
  if (count === 0) return null;
  return (
    <details open={end === "conflicting"} className="mt-3">
      <summary className="cursor-pointer text-sm text-ink-2 hover:text-ink">
        {formatCount(count)} {WORDS[end]}
        {count > MAX_LISTED && `, the first ${formatCount(MAX_LISTED)} listed`}
      </summary>
      <ul className="mt-1 divide-y text-xs">
        {rows.map((row) => (
          <li key={row.where} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5 [overflow-wrap:anywhere]">
            {taken && (
              <input
                type="checkbox"
                aria-label={`Let ${row.where} win`}
                checked={taken.has(row.where)}
                onChange={() => onToggle(row.where)}
                className="size-4 accent-ink"
              />
            )}
            <span className="text-ink-3">{row.where}</span>
            {row.about && <span>{row.about}</span>}
            {row.said && <span className="font-medium">{wordsOf(row.said)}</span>}
            {row.ours && (
              <span className="text-ink-2">
                here {row.ours.by} said {wordsOf(row.ours)}
              </span>
            )}
            {row.why && <span className="text-ink-2">{row.why}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
