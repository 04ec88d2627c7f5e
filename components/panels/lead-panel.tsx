"use client";

import Link from "next/link";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { keyed } from "@/components/format/keyed";
import { formatCounted } from "@/components/format/numbers";
import { TitleTemplate } from "@/components/verdict/title-template";
import type { Lead } from "@/lib/contract/noise-report";
import type { Overview } from "@/lib/contract/overview";
import { PanelBody } from "./panel";
import type { View } from "./view";

type Props = { view: View<Overview>; filter: LinkParams };

/** The sentence that a screen leads with; its numbers open the pages behind them. */
export function LeadPanel({ view, filter }: Props) {
  return (
    <section aria-label="In one sentence" aria-busy={view.kind === "loading"}>
      {view.kind !== "ready" && <h1 className="sr-only">Overview</h1>}
      <PanelBody view={view} height={104}>
        {({ lead, totals, range }) => (
          <>
            <p className="text-xs text-ink-3">
              {range.label} · {range.zone.replaceAll("_", " ")}
            </p>
            <h1 className="mt-1.5 max-w-4xl text-pretty text-[1.375rem] leading-8 font-medium tracking-tight sm:text-[1.75rem] sm:leading-9">
              {lead ? (
                <LeadSentence lead={lead} filter={filter} />
              ) : totals.pages === 0 ? (
                "No pages in this range."
              ) : (
                "No few alerts stand out: the load is spread."
              )}
            </h1>
            {lead && <Culprits lead={lead} filter={filter} />}
            {lead && lead.hidden > 0 && (
              <p className="mt-2 text-xs text-ink-3">
                Without {formatCounted(lead.hidden, "alert that pages", "alerts that page")} fewer than 5 people: whom
                they interrupted is not shown.
              </p>
            )}
          </>
        )}
      </PanelBody>
    </section>
  );
}

const NUMBER = /(\d[\d,.]*(?:[\s\u00a0\u202f]%)?)/;

export function LeadSentence({ lead, filter }: { lead: Lead; filter: LinkParams }) {
  return keyed(lead.text.split(NUMBER)).map(({ key: index, item: part }) =>
    index % 2 === 1 ? (
      <Link
        key={index}
        href={behind(lead, filter, index === 1)}
        className="rounded-sm font-semibold underline decoration-line-strong decoration-2 underline-offset-[5px] hover:decoration-ink"
      >
        {part}
      </Link>
    ) : (
      part
    ),
  );
}

/** The first number counts alerts, the others pages. */
function behind(lead: Lead, filter: LinkParams, alerts: boolean) {
  if (alerts && lead.signatures.length > 1) return hrefTo("/noise", filter);
  const hours = lead.what === "sleep-hour interruptions" ? "sleep" : undefined;
  const only = lead.signatures.length === 1 ? lead.signatures[0]?.id : undefined;
  return hrefTo("/pages", filter, { hours, signature: only });
}

export function Culprits({ lead, filter }: { lead: Lead; filter: LinkParams }) {
  return (
    <ul className="mt-3 flex flex-wrap gap-1.5">
      {lead.signatures.map(({ id, title, service }) => (
        <li key={id} className="min-w-0 max-w-full">
          <Link
            href={hrefTo(`/signatures/${id}`, filter)}
            className="block truncate rounded-md border px-2 py-1 text-xs text-ink-2 hover:border-line-strong hover:bg-hover hover:text-ink"
          >
            <TitleTemplate title={title} />
            {service && <span className="text-ink-3"> · {service}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
