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
import type { ImportView, Preview, StartImportBody } from "@/lib/contract/sources";
import { MappingForm } from "./mapping-form";
import { outcomes, PreviewRows } from "./preview-rows";
import { type Mapped, useMapped } from "./use-mapped";

type Props = { item: ImportView; preview: Preview; sample: boolean; zone: string; onLeave: () => void };

/** What was found in a file, before anything of it is stored. */
export function PreviewCard({ item, preview: found, sample, zone: shownZone, onLeave }: Props) {
  const [zone, setZone] = useState<string | null>(item.zone);
  const mapped = useMapped(item, found);
  const preview = mapped?.preview ?? found;
  const missing = mapped ? mapped.missing : zoneMissing(found, zone);
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
      {mapped ? <MappedBy mapped={mapped} /> : preview.columns && <Columns columns={preview.columns} />}
      <PreviewRows rows={preview.rows} zone={shownZone} />
      <Start
        item={item}
        sample={sample}
        missing={missing}
        body={mapped ? mapped.body : { zone }}
        onLeave={onLeave}
        zoneChoice={!mapped && found.needsZone ? <ZoneChoice zone={zone} onChange={setZone} /> : null}
      />
    </section>
  );
}

function zoneMissing({ needsZone }: Preview, zone: string | null): string[] {
  if (!needsZone || zone !== null) return [];
  return ["The times carry no offset. Choose the zone they were written in; it is never guessed."];
}

function ZoneChoice({ zone, onChange }: { zone: string | null; onChange: (zone: string | null) => void }) {
  const zones = useMemo(() => zoneOptions(), []);
  return (
    <div className="flex items-center gap-2">
      <span className="text-ink-2">Times in the file are in</span>
      <Combobox
        label="Zone of the file"
        none={null}
        options={zones}
        value={zone}
        onChange={onChange}
        placeholder="Choose a zone"
        className="w-52"
      />
    </div>
  );
}

type StartProps = {
  item: ImportView;
  sample: boolean;
  /** What must be said before. */
  missing: readonly string[];
  body: Partial<StartImportBody>;
  zoneChoice: ReactNode;
  onLeave: () => void;
};

function Start({ item, sample, missing, body, zoneChoice, onLeave }: StartProps) {
  const queries = useQueryClient();
  const [removeSample, setRemoveSample] = useState(sample);
  const start = useMutation({
    mutationFn: () =>
      send<ImportView>("POST", `/api/imports/${item.id}/start`, { ...body, removeSample } satisfies StartBody),
    onSuccess: async (view) => {
      // The sample may be gone with all its figures.
      await queries.invalidateQueries();
      queries.setQueryData(["import", item.id], view);
      onLeave();
    },
  });
  const discard = useMutation({
    mutationFn: () => send("DELETE", `/api/imports/${item.id}`),
    onSuccess: async () => {
      onLeave();
      await queries.invalidateQueries({ queryKey: ["sources"] });
    },
  });
  const problem = start.error ?? discard.error;
  const busy = start.isPending || discard.isPending;
  return (
    <footer className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t px-4 py-3">
      {zoneChoice}
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
        <Button look="quiet" disabled={busy} onClick={() => discard.mutate()}>
          Discard
        </Button>
        <Button look="primary" disabled={missing.length > 0 || busy} onClick={() => start.mutate()}>
          {start.isPending ? "Starting" : "Import"}
        </Button>
      </div>
      {missing.map((sentence) => (
        <p key={sentence} className="w-full text-xs text-ink-2">
          {sentence}
        </p>
      ))}
      {problem && (
        <p role="alert" className="w-full text-ink-2">
          Nothing was imported. {problem.message}
        </p>
      )}
    </footer>
  );
}

type StartBody = Partial<StartImportBody>;

function MappedBy({ mapped }: { mapped: Mapped }) {
  const { source, name, setName, columns, mapping, kind, change, problem } = mapped;
  return (
    <>
      <p className="mx-4 mt-3 max-w-prose text-ink-2">
        {source
          ? `Read as the last file of ${source.name} was. Change what is different.`
          : "No provider knows this file, so say which of its columns is what. What is filled in below is proposed from their names."}
      </p>
      <MappingForm columns={columns} mapping={mapping} kind={kind} onChange={change} />
      <label className="mx-4 mt-3 flex flex-wrap items-center gap-2">
        <span className="text-ink-2">Saved for the source</span>
        <input
          value={name}
          maxLength={100}
          onChange={({ target }) => setName(target.value)}
          className="h-8 w-56 rounded-md border border-line-strong bg-surface px-2.5 text-sm pointer-coarse:h-11"
        />
        <span className="text-ink-2">and used for its next file.</span>
      </label>
      {problem && (
        <p role="alert" className="mx-4 mt-3 font-medium">
          The rows could not be read again. {problem}
        </p>
      )}
    </>
  );
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
