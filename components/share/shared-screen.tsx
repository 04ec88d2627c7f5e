import { keyed } from "@/components/format/keyed";
import { formatDate } from "@/components/format/time";
import { Mark } from "@/components/frame/mark";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { SharedCharts as Charts } from "@/lib/report/shared-charts";
import type { DocumentTable, WeeklyDocument } from "@/lib/report/weekly-document";
import { SharedCharts } from "./shared-charts";

type Props = { document: WeeklyDocument; charts: Charts | null; expiresAt: string; zone: string };

/** A report as words, charts and tables. Nothing in it leads anywhere: its reader has no account. */
export function SharedScreen({ document, charts, expiresAt, zone }: Props) {
  const { title, about, sentence, sections } = document;
  return (
    <main className="mx-auto max-w-4xl px-4 pt-6 pb-16 sm:px-6">
      <header>
        <p className="flex items-center gap-2 text-xs text-ink-3">
          <Mark className="size-5" />
          Shared without names; this link works until {formatDate(expiresAt, zone)}.
        </p>
        <h1 className="mt-4 text-[1.375rem] leading-8 font-medium tracking-tight [overflow-wrap:anywhere]">{title}</h1>
        {about.map((line) => (
          <p key={line} className="text-xs text-ink-3">
            {line}
          </p>
        ))}
        <p className="mt-4 max-w-prose text-lg font-medium text-pretty">{sentence}</p>
      </header>
      {sections.map(({ key, heading, paragraphs, tables }) => (
        <section key={key} aria-label={heading} className="mt-8">
          <h2 className="text-base font-medium">{heading}</h2>
          {keyed(paragraphs).map(({ key: place, item }) => (
            <p key={place} className="mt-1.5 max-w-prose text-ink-2 [overflow-wrap:anywhere]">
              {item}
            </p>
          ))}
          {charts?.section === key && <SharedCharts {...charts} />}
          {tables.map((table) => (
            <Table key={table.caption} table={table} />
          ))}
        </section>
      ))}
    </main>
  );
}

function Table({ table: { caption, head, rows } }: { table: DocumentTable }) {
  return (
    <ScrollRegion label={caption} className="mt-3 overflow-x-auto rounded-xl border bg-surface shadow-card">
      <table className="w-full text-left text-xs tabular-nums">
        <caption className="px-3 pt-2.5 pb-1.5 text-left text-ink-3">{caption}</caption>
        <thead>
          <tr className="border-b text-ink-2">
            {keyed(head).map(({ key, item }) => (
              <th key={key} scope="col" className="px-3 py-1.5 font-medium">
                {item}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {keyed(rows).map(({ key, item: [first = "", ...rest] }) => (
            <tr key={key} className="align-top">
              <th scope="row" className="min-w-32 px-3 py-1.5 font-normal [overflow-wrap:anywhere]">
                {first}
              </th>
              {keyed(rest).map(({ key: cell, item }) => (
                <td key={cell} className="px-3 py-1.5 text-ink-2">
                  {item}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
