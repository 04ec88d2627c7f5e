"use client";

import clsx from "clsx";
import { useId, useMemo, useState } from "react";
import { zoneOptions } from "@/components/frame/zone-options";
import { Combobox } from "@/components/ui/combobox";
import { Select } from "@/components/ui/select";
import type { Preview } from "@/lib/contract/sources";
import type { MappedField, Mapping } from "@/lib/model/mapping";
import {
  FIELD_WORDS,
  FIELDS_OF,
  neededWords,
  ofKind,
  type RowKind,
  VALUES_OF,
  valuesSeen,
  withField,
  withValue,
} from "./mapped-fields";

type Props = {
  columns: NonNullable<Preview["columns"]>;
  mapping: Mapping;
  kind: RowKind;
  onChange: (mapping: Mapping, kind: RowKind) => void;
};

/** Says of a file that no provider knows which of its columns is what. */
export function MappingForm({ columns, mapping, kind, onChange }: Props) {
  const { first, more } = FIELDS_OF[kind];
  const row = (field: MappedField) => (
    <FieldRow
      key={field}
      field={field}
      columns={columns}
      mapping={mapping}
      needed={neededWords(field, kind, mapping)}
      onChange={(changed) => onChange(changed, kind)}
    />
  );
  const used = more.filter((field) => mapping.fields[field] !== undefined);
  return (
    <div className="mx-4 mt-4 space-y-4">
      <Kinds kind={kind} onChange={(next) => onChange(ofKind(mapping, next), next)} shape={mapping.shape} />
      <div className="divide-y rounded-lg border">
        {[...first, ...used].map(row)}
        {used.length < more.length && (
          <details className="group">
            <summary className="px-3 py-2.5 text-xs text-ink-2 hover:text-ink">
              {more.length - used.length} more fields
            </summary>
            <div className="divide-y border-t">{more.filter((field) => !used.includes(field)).map(row)}</div>
          </details>
        )}
      </div>
      <Zone mapping={mapping} onChange={(zone) => onChange({ ...mapping, zone }, kind)} />
    </div>
  );
}

function Kinds({
  kind,
  shape,
  onChange,
}: {
  kind: RowKind;
  shape: Mapping["shape"];
  onChange: (kind: RowKind) => void;
}) {
  const name = useId();
  const what = shape === "csv" ? "row" : "object";
  const kinds = [
    { value: "page", label: `a whole page, with its times` },
    { value: "event", label: `one event: opened, acknowledged, ended, …` },
  ] as const;
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <legend className="float-left mr-1 text-ink-2">Each {what} is</legend>
      {kinds.map(({ value, label }) => (
        <label key={value} className="flex items-center gap-2">
          <input
            type="radio"
            name={name}
            checked={kind === value}
            onChange={() => onChange(value)}
            className="size-4 accent-ink"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

type RowProps = {
  field: MappedField;
  columns: Props["columns"];
  mapping: Mapping;
  needed: string | null;
  onChange: (mapping: Mapping) => void;
};

const NONE = "";

function FieldRow({ field, columns, mapping, needed, onChange }: RowProps) {
  const id = useId();
  const { label, hint } = FIELD_WORDS[field];
  const chosen = mapping.fields[field];
  const examples = columns.find(({ header }) => header === chosen)?.examples ?? [];
  const missing = needed !== null && chosen === undefined;
  return (
    <div className={clsx("px-3 py-2.5", missing && "bg-hover")}>
      <div className="grid items-center gap-x-4 gap-y-1.5 sm:grid-cols-[11rem_15rem_minmax(0,1fr)]">
        <label htmlFor={id} className="min-w-0">
          <span className={clsx(needed ? "font-medium" : "text-ink-2")}>{label}</span>
          {needed && <span className="ml-1.5 text-xs text-ink-2">{needed}</span>}
          {hint && <span className="block text-xs text-ink-3">{hint}</span>}
        </label>
        <Select
          id={id}
          value={chosen ?? NONE}
          onChange={({ target }) => onChange(withField(mapping, field, target.value === NONE ? null : target.value))}
        >
          <option value={NONE}>{missing ? "Choose a column" : "not in the file"}</option>
          {chosen !== undefined && !columns.some(({ header }) => header === chosen) && (
            <option value={chosen}>{chosen} (not in this file)</option>
          )}
          {[...new Set(columns.map(({ header }) => header))].filter(Boolean).map((header) => (
            <option key={header} value={header}>
              {header}
            </option>
          ))}
        </Select>
        <p className="truncate font-mono text-2xs text-ink-3" title={examples.join("\n")}>
          {examples.slice(0, 3).join("  ·  ")}
        </p>
      </div>
      {chosen !== undefined && VALUES_OF[field] && (
        <Values field={field} ours={VALUES_OF[field]} columns={columns} mapping={mapping} onChange={onChange} />
      )}
    </div>
  );
}

const OUR_WORDS: Record<string, string> = { ignore: "left out", automation: "a machine", person: "a person" };

type ValuesProps = Omit<RowProps, "needed"> & { ours: readonly string[] };

/** Their words for ours. What is not translated is read as it stands, or said to be unknown. */
function Values({ field, ours, columns, mapping, onChange }: ValuesProps) {
  const [added, setAdded] = useState("");
  const id = useId();
  const seen = valuesSeen(mapping, field, columns);
  const asItIs = field === "by" ? "a person of this name" : "as it is";
  return (
    <div className="mt-2 border-l-2 pl-3 sm:ml-2">
      <p className="text-xs text-ink-2">What its values mean</p>
      <ul className="mt-1.5 flex flex-wrap gap-x-5 gap-y-2">
        {seen.map((theirs) => (
          <li key={theirs} className="flex items-center gap-2">
            <label htmlFor={`${id} ${theirs}`} className="max-w-40 truncate font-mono text-2xs">
              {theirs}
            </label>
            <span aria-hidden className="text-ink-3">
              →
            </span>
            <Select
              id={`${id} ${theirs}`}
              value={mapping.values[field]?.[theirs] ?? ""}
              onChange={({ target }) => onChange(withValue(mapping, field, theirs, target.value))}
              className="max-w-44"
            >
              <option value="">{asItIs}</option>
              {ours.map((word) => (
                <option key={word} value={word}>
                  {OUR_WORDS[word] ?? word}
                </option>
              ))}
            </Select>
          </li>
        ))}
        <li>
          <form
            className="flex items-center gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              if (added.trim() === "") return;
              onChange(withValue(mapping, field, added.trim(), ours[0] ?? ""));
              setAdded("");
            }}
          >
            <input
              aria-label={`Another value of ${FIELD_WORDS[field].label}`}
              placeholder="another value"
              value={added}
              onChange={({ target }) => setAdded(target.value)}
              className="h-8 w-32 rounded-md border border-line-strong bg-surface px-2.5 font-mono text-2xs placeholder:text-ink-3 pointer-coarse:h-11"
            />
          </form>
        </li>
      </ul>
    </div>
  );
}

function Zone({ mapping, onChange }: { mapping: Mapping; onChange: (zone: string | null) => void }) {
  const zones = useMemo(() => zoneOptions(), []);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-2">Times without an offset are in</span>
      <Combobox
        label="Zone of the file"
        none="no zone: every time has its offset"
        options={zones}
        value={mapping.zone}
        onChange={onChange}
        className="max-w-72"
      />
    </div>
  );
}
