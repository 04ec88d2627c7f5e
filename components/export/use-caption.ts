"use client";

import { useSearchParams } from "next/navigation";
import { use } from "react";
import { formatIsoDate, formatOffsetTime } from "@/components/format/time";
import type { Caption } from "@/lib/export/caption";
import type { FileSubject } from "@/lib/export/file-name";
import { FigureFactsContext } from "./figure-facts";

const FILTERS = ["team", "service", "urgency", "verdict"] as const;

type About = { caption: (madeAt: string) => Caption; subject: FileSubject; zone: string | null };

/** What is written on everything that is taken from a figure, and what its files are called. */
export function useCaption(title: string, sentence: string): About {
  const facts = use(FigureFactsContext);
  const search = useSearchParams();
  const filters = filtersIn(search);
  const range = facts?.range ?? null;
  const zone = range?.zone ?? null;
  return {
    zone,
    caption: (madeAt) => ({
      title,
      sentence,
      range: range?.label ?? null,
      zone,
      filters,
      n: facts?.n ?? null,
      definition: facts?.definition ?? null,
      madeAt,
    }),
    subject: {
      team: search.get("team"),
      metric: title,
      days: range && {
        first: formatIsoDate(range.from, range.zone),
        last: formatIsoDate(new Date(Date.parse(range.to) - 1).toISOString(), range.zone),
      },
      zone,
    },
  };
}

/** Those that every screen has, and others that this one knows. */
export function filtersIn(search: Pick<URLSearchParams, "get">, others: readonly string[] = []): string[] {
  return [...FILTERS, ...others].flatMap((name) => (search.get(name) ? [`${name} ${search.get(name)}`] : []));
}

export const madeNow = (zone: string | null) => formatOffsetTime(new Date().toISOString(), zone ?? "UTC");
