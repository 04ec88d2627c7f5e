import Link from "next/link";
import { ListMenu } from "@/components/export/list-menu";
import { type LedgerParams, ledgerHref } from "@/components/format/ledger-href";
import type { LedgerSource, LedgerView } from "@/lib/contract/ledger";
import { LastCame } from "./last-came";
import { sourceColumns, spanOf } from "./ledger-columns";
import { COLUMNS, LedgerHead, NumberCells } from "./number-cells";

type Props = {
  sources: readonly LedgerSource[];
  params: LedgerParams;
  range: Pick<LedgerView, "from" | "to" | "zone">;
};

/** A row for each source, with what became of all that it sent. */
export function SourceSums({ sources, params, range: { from, to, zone } }: Props) {
  return (
    <section aria-labelledby="by-source" className="min-w-0 rounded-xl border bg-surface shadow-card">
      <header className="flex items-center gap-3 px-4 pt-3 pb-1.5">
        <h2 id="by-source" className="min-w-0 flex-1 text-sm font-medium">
          What did each source send?
        </h2>
        <ListMenu title="Ledger by source" range={spanOf({ from, to, zone })} table={() => sourceColumns(sources)} />
      </header>
      <table aria-label="Sources" className="block">
        <LedgerHead first="Source" />
        <tbody className="block">
          {sources.map((source) => (
            <tr
              key={source.id}
              className={`flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b px-4 py-2.5 last:border-b-0 hover:bg-hover lg:grid lg:items-center ${COLUMNS}`}
            >
              <th scope="row" className="block w-full min-w-0 text-left font-normal lg:w-auto">
                <Link
                  href={ledgerHref({ ...params, source: source.id })}
                  className="font-medium underline decoration-line-strong underline-offset-4 [overflow-wrap:anywhere] hover:decoration-ink"
                >
                  {source.name}
                </Link>
                <span className="block text-2xs text-ink-3">
                  <LastCame source={source} zone={zone} />
                </span>
              </th>
              <NumberCells
                numbers={source}
                what={`from ${source.name}`}
                params={{ ...params, source: source.id, from, to }}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
