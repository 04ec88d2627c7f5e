"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { send } from "@/components/queries/fetch-json";
import type { ImportView, Preview, StartImportBody } from "@/lib/contract/sources";
import type { Mapping } from "@/lib/model/mapping";
import { missingOf, ofKind, type RowKind, rowKindOf } from "./mapped-fields";

/** Longer than between two keys, shorter than a wait. */
const SETTLED_AFTER_MS = 300;

export type Mapped = {
  columns: NonNullable<Preview["columns"]>;
  mapping: Mapping;
  kind: RowKind;
  change: (mapping: Mapping, kind: RowKind) => void;
  /** The source whose last file was read like this. */
  source: { id: string; name: string } | null;
  name: string;
  setName: (name: string) => void;
  /** The first rows, read with the mapping as it stands. */
  preview: Preview;
  missing: readonly string[];
  problem: string | null;
  body: Partial<StartImportBody>;
};

/** How people say that a file is to be read, and what that gives; null where a provider knows the file. */
export function useMapped(item: ImportView, found: Preview): Mapped | null {
  const { generic } = found;
  const [mapping, setMapping] = useState(generic?.mapping ?? NOTHING);
  const [kind, setKind] = useState(() => rowKindOf(mapping));
  const [name, setName] = useState(generic?.source?.name ?? stemOf(item.fileName));
  const settled = useSettled(mapping);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ["preview", item.id, settled],
    queryFn: () => send<Preview>("POST", `/api/imports/${item.id}/preview`, { mapping: settled }),
    enabled: generic !== undefined && settled !== generic.mapping,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!generic) return null;
  const current = settled === generic.mapping ? found : (data ?? found);
  const source = generic.source;
  return {
    columns: found.columns ?? [],
    mapping,
    kind,
    change: (next, nextKind) => {
      setMapping(ofKind(next, nextKind));
      setKind(nextKind);
    },
    source,
    name,
    setName,
    preview: current,
    missing: [
      ...missingOf(kind, mapping),
      ...(name.trim() === "" ? ["Name the source, so that its next file is read the same way."] : []),
      ...(isPlaceholderData ? [] : unreadable(current)),
    ],
    problem: error?.message ?? null,
    body: {
      mapping,
      zone: mapping.zone,
      ...(source && name.trim() === source.name ? { sourceId: source.id } : { sourceName: name.trim() }),
    },
  };
}

const NOTHING: Mapping = { shape: "csv", fields: {}, zone: null, values: {} };

function unreadable({ rows }: Preview): string[] {
  if (rows.length === 0 || rows.some(({ outcome }) => outcome !== "rejected")) return [];
  return ["None of the first records can be read like this: each says above why."];
}

/** The file's name without its ending, as the name of its source. */
function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, "").slice(0, 100);
}

function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
