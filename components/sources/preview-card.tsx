"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { type ReactNode, useMemo, useState } from "react";
import { keyed } from "@/components/format/keyed";
import { formatBytes, formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { zoneOptions } from "@/components/frame/zone-options";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { ImportView, Preview, PreviewRow, StartImportBody } from "@/lib/contract/sources";

type Props = { item: ImportView; preview: Preview; sample: boolean; zone: string; onLeave: () => void };

/** What was found in a file, before anything of it is stored. */
export function PreviewCard({ item, preview, sample, zone: shownZone, onLeave }: Props) {
  const queries = useQueryClient();
  const [zone, setZone] = useState<string | null>(item.zone);
  const [removeSample, setRemoveSample] = useState(sample);
  const zones = useMemo(() => zoneOptions(), []);
  const start = useMutation({
    mutationFn: (body: StartImportBody) => send<ImportView>("POST", `/api/imports/${item.id}/start`, body),
    onSuccess: async (view) => {
      // The sample may be gone with all its figures.
      await queries.invalidateQueries();
      queries.setQueryData(["import", item.id], view);
      onLeave();
    },
  });
  const discard = useMutation({
    mutationFn: () => send("DELETE", `/api/imports/${item.id}`),
    onSuccess: onLeave,
  });
  const problem = start.error ?? discard.error;
  const missing = preview.needsZone && zone === null;
  return (
    <section
      aria-label={`Preview of ${item.fileName}`}
      className="overflow-hidden rounded-xl border border-line-strong bg-surface shadow-card"
    >
      <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 pt-4">
        <h3 className="min-w-0 truncate text-[0.9375rem] font-medium">{item.fileName}</h3>
        <span className="text-xs text-ink-3">{formatBytes(item.bytes)}</span>
        <p className="w-full text-ink-2">
          Found: <span className="font-medium text-ink">{preview.label}</span>. {outcomes(preview.rows)}
        </p>
      </header>
      {item.sameAs && (
        <Notice>
          This is exactly the content of {item.sameAs.fileName}, imported {formatExact(item.sameAs.at, shownZone)}{" "}
          {shownZone.replaceAll("_", " ")}. Importing it again is safe: all records will count as duplicate and nothing
          is stored twice.
        </Notice>
      )}
      {preview.warnings.map((warning) => (
        <Notice key={warning}>{warning}</Notice>
      ))}
      {preview.columns && <Columns columns={preview.columns} />}
      <Rows rows={preview.rows} zone={shownZone} />
      <footer className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t px-4 py-3">
        {preview.needsZone && (
          <div className="flex items-center gap-2">
            <span className="text-ink-2">Times in the file are in</span>
            <Combobox
              label="Zone of the file"
              none={null}
              options={zones}
              value={zone}
              onChange={setZone}
              placeholder="Choose a zone"
              className="w-52"
            />
          </div>
        )}
        {sample && (
          <label className="flex items-center gap-2 text-ink-2">
            <input
              type="checkbox"
              checked={removeSample}
              onChange={({ target }) => setRemoveSample(target.checked)}
              className="size-4 accent-ink"
            />
            Take the sample data away first
          </label>
        )}
        <div className="ml-auto flex items-center gap-2">
          <Button look="quiet" disabled={discard.isPending || start.isPending} onClick={() => discard.mutate()}>
            Discard
          </Button>
          <Button
            look="primary"
            disabled={missing || start.isPending || discard.isPending}
            onClick={() => start.mutate({ zone, removeSample, sourceId: null, sourceName: null, mapping: null })}
          >
            {start.isPending ? "Starting" : "Import"}
          </Button>
        </div>
        {missing && (
          <p className="w-full text-xs text-ink-2">
            The times carry no offset. Choose the zone they were written in; it is never guessed.
          </p>
        )}
        {problem && (
          <p role="alert" className="w-full text-ink-2">
            Nothing was imported. {problem.message}
          </p>
        )}
      </footer>
    </section>
  );
}

function outcomes(rows: readonly PreviewRow[]): string {
  const count = (outcome: PreviewRow["outcome"]) => rows.filter((row) => row.outcome === outcome).length;
  return `Of the first ${formatCounted(rows.length, "record", "records")}, ${formatCount(count("accepted"))} can be read, ${formatCount(count("ignored"))} would be ignored, ${formatCount(count("rejected"))} rejected.`;
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <p className="mx-4 mt-3 flex items-start gap-2 rounded-md bg-hover px-3 py-2 text-ink-2">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  );
}

/** Columns shown before the rest is folded away; a wide file has thousands. */
const COLUMNS_SHOWN = 200;

function Columns({ columns }: { columns: NonNullable<Preview["columns"]> }) {
  const known = columns.filter(({ field }) => field !== null);
  return (
    <details className="mx-4 mt-3">
      <summary className="w-fit text-xs text-ink-2 hover:text-ink">
        {formatCount(known.length)} of {formatCounted(columns.length, "column", "columns")} known
      </summary>
      <ul className="mt-2 flex max-h-44 flex-wrap gap-1.5 overflow-y-auto">
        {keyed(columns.slice(0, COLUMNS_SHOWN)).map(({ key: index, item: { header, field } }) => (
          <li
            key={index}
            className={clsx(
              "max-w-full truncate rounded border px-1.5 py-0.5 text-xs",
              field ? "" : "border-dashed text-ink-3",
            )}
          >
            <span className="font-mono text-2xs">{header || "(no name)"}</span>
            {field ? ` → ${field}` : " not used"}
          </li>
        ))}
        {columns.length > COLUMNS_SHOWN && (
          <li className="text-xs text-ink-3">and {formatCount(columns.length - COLUMNS_SHOWN)} more</li>
        )}
      </ul>
    </details>
  );
}

const OUTCOME_LOOK = { accepted: "bg-[#009e73]", ignored: "bg-line-strong", rejected: "bg-[#cc79a7]" };

function Rows({ rows, zone }: { rows: readonly PreviewRow[]; zone: string }) {
  if (rows.length === 0) return <p className="px-4 py-4 text-ink-2">No record was found in it.</p>;
  const time = (iso: string | null) => (iso ? formatExact(iso, zone) : "–");
  return (
    <ScrollRegion label="First records" className="mt-4 max-h-96 overflow-auto border-t -outline-offset-2">
      <table className="hidden w-full text-xs md:table">
        <thead className="sticky top-0 bg-surface text-left text-ink-3">
          <tr className="*:border-b *:px-2 *:py-1.5 *:font-medium *:first:pl-4 *:last:pr-4">
            <th scope="col">Record</th>
            <th scope="col">Outcome</th>
            <th scope="col">Page</th>
            <th scope="col">Service</th>
            <th scope="col">Opened</th>
            <th scope="col" className="text-right">
              Events
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.where} className="border-b align-top last:border-0 *:px-2 *:py-1.5 *:first:pl-4 *:last:pr-4">
              <th scope="row" className="text-left font-mono text-2xs font-normal whitespace-nowrap text-ink-3">
                {row.where}
              </th>
              <td className="whitespace-nowrap">
                <Outcome row={row} />
              </td>
              <td className="max-w-md">
                <span className="line-clamp-1 [overflow-wrap:anywhere]">{row.title ?? row.page ?? "–"}</span>
                {row.message && <span className="block text-ink-2 [overflow-wrap:anywhere]">{row.message}</span>}
              </td>
              <td className="max-w-40 truncate text-ink-2">{row.service ?? "–"}</td>
              <td className="whitespace-nowrap text-ink-2">{time(row.triggeredAt)}</td>
              <td className="text-right">{formatCount(row.events)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="divide-y text-xs md:hidden">
        {rows.map((row) => (
          <li key={row.where} className="px-4 py-2">
            <p className="flex items-center justify-between gap-3">
              <Outcome row={row} />
              <span className="truncate font-mono text-2xs text-ink-3">{row.where}</span>
            </p>
            <p className="mt-1 [overflow-wrap:anywhere]">{row.title ?? row.page ?? "–"}</p>
            {row.message && <p className="text-ink-2 [overflow-wrap:anywhere]">{row.message}</p>}
            <p className="text-ink-3">
              {row.service ?? "no service"} · {time(row.triggeredAt)} · {formatCounted(row.events, "event", "events")}
            </p>
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}

function Outcome({ row }: { row: PreviewRow }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={clsx("size-2 rounded-full", OUTCOME_LOOK[row.outcome])} />
      {row.outcome}
    </span>
  );
}
