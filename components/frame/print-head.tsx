"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { formatExact } from "@/components/format/time";
import { dataStateQuery } from "@/components/queries/data-state";
import { useFilterUrl } from "./use-filter-url";

/** What a sheet must say and the hidden frame would have: the filters, where it came from and when. */
export function PrintHead() {
  const { params } = useFilterUrl();
  const { data } = useQuery(dataStateQuery);
  const zone = data?.workspaceZone ?? null;
  const made = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const stamp = () => {
      const words = madeWords(new Date(), zone);
      if (made.current) made.current.textContent = words;
      const { style } = document.documentElement;
      style.setProperty("--print-link", cssString(window.location.href));
      style.setProperty("--print-made", cssString(words));
    };
    window.addEventListener("beforeprint", stamp);
    return () => window.removeEventListener("beforeprint", stamp);
  }, [zone]);
  const filters = FILTERS.flatMap((key) => (params[key] ? [`${key} ${params[key]}`] : []));
  return (
    <p className="mb-3 hidden border-b pb-2 text-xs text-ink-3 print:block">
      <span className="font-semibold text-ink">Squelch</span>
      {filters.length > 0 && ` · ${filters.join(", ")}`}
      {data?.sample && " · sample data"} · <span ref={made} />
    </p>
  );
}

const FILTERS = ["team", "service", "urgency", "verdict", "reason", "signature", "hours", "q"] as const;

/** In the zone of the workspace, as the figures are. */
function madeWords(now: Date, zone: string | null): string {
  const iso = now.toISOString();
  return zone === null ? `made at ${iso}` : `made ${formatExact(iso, zone)} ${zone.replaceAll("_", " ")}`;
}

function cssString(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&").replaceAll("\n", " ")}"`;
}
