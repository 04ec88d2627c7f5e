"use client";

import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { queryString } from "@/components/queries/fetch-json";
import { Button, buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { RetroFilter } from "@/lib/contract/retro";

type Props = {
  charts: readonly string[];
  tables: readonly string[];
  /** Figures that wait for their data. */
  waiting: boolean;
  make: (onStep: (done: number, of: number) => void) => Promise<void>;
  filter: RetroFilter;
};

/** What will be in the pack, and the ways to take it. */
export function PackPanel({ charts, tables, waiting, make, filter }: Props) {
  const [progress, setProgress] = useState<string | null>(null);
  const press = async () => {
    setProgress("Drawing");
    try {
      await make((done, of) => setProgress(`${done} of ${of} drawn`));
    } catch (error) {
      notify(error instanceof Error && error.message ? error.message : "The pack could not be made.");
    } finally {
      setProgress(null);
    }
  };
  const pdf = (paper: string) => `/api/retro?${queryString({ ...filter, format: "pdf", paper })}`;
  return (
    <section aria-label="The pack" className="rounded-xl border bg-surface px-4 py-3 shadow-card print:hidden">
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" disabled={waiting || progress !== null} onClick={() => void press()}>
          Make the pack
        </Button>
        <Button onClick={() => window.print()}>Print or save as PDF</Button>
        <a href={pdf("A4")} download className={buttonClass("quiet")}>
          PDF, A4
        </a>
        <a href={pdf("Letter")} download className={buttonClass("quiet")}>
          PDF, Letter
        </a>
        <p aria-live="polite" className="text-xs text-ink-3">
          {progress ?? (waiting ? "Waiting for the figures" : "")}
        </p>
      </div>
      <details className="mt-2 text-xs text-ink-2">
        <summary className="inline-flex min-h-6 cursor-pointer items-center">
          In it: {formatCounted(charts.length, "chart", "charts")} as PNG at twice the size, SVG and CSV;{" "}
          {formatCounted(tables.length, "table", "tables")} as CSV; the text as Markdown
        </summary>
        <ul className="mt-1 columns-1 gap-x-6 sm:columns-2">
          {charts.map((title) => (
            <li key={title}>{title}</li>
          ))}
          {tables.map((title) => (
            <li key={title} className="text-ink-3">
              {title} (table)
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
