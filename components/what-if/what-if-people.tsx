"use client";

import { WithCsv } from "@/components/export/with-csv";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { WhatIf, WhatIfStop } from "@/lib/contract/what-if";
import { spanWords } from "./span-words";

type Props = { stop: WhatIfStop; people: WhatIf["people"]; zone: string };

/** What each person in sight would have been spared, in order of name. */
export function WhatIfPeople({ stop: { people: savings, effect }, people: { n, unnamed, hidden }, zone }: Props) {
  const rows = [...savings].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (n === 0)
    return <p className="text-xs text-ink-3">Whom it rang is not known: no notification and no assignment.</p>;
  return (
    <details className="rounded-lg border">
      <summary className="cursor-pointer px-3 py-2 text-xs font-medium">
        Saved per person, of {formatCounted(n, "person", "people")}
      </summary>
      <div className="overflow-x-auto border-t">
        {rows.length > 0 && (
          <WithCsv title="Saved per person" range={rangeOf(effect, zone)}>
            <table className="w-full text-xs">
              <thead>
                <tr className="text-right text-ink-2">
                  <th scope="col" className="px-3 py-1.5 text-left font-medium">
                    Person
                  </th>
                  {["Sleep", "Off", "Business", "Nights"].map((head) => (
                    <th key={head} scope="col" className="px-3 py-1.5 font-medium">
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ personId, name, sleep, off, business, nights, estimated }) => (
                  <tr key={personId} className="border-t text-right">
                    <th scope="row" className="px-3 py-1 text-left font-normal">
                      {name}
                      {estimated && <span className="ml-1.5 text-ink-3">estimated</span>}
                    </th>
                    {[
                      ["sleep", sleep],
                      ["off", off],
                      ["business", business],
                      ["nights", nights],
                    ].map(([key, value]) => (
                      <td key={key} className="px-3 py-1">
                        {formatCount(Number(value))}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </WithCsv>
        )}
        {rows.length === 0 && unnamed === 0 && (
          <p className="px-3 py-1.5 text-xs text-ink-3">It would have spared nobody.</p>
        )}
        {unnamed > 0 && (
          <p className="px-3 py-1.5 text-xs text-ink-3">
            {hidden
              ? "Nobody is named: fewer than 5 people would be left, and the sums would tell of them."
              : `${formatCount(unnamed)} people whom you may not see by name are in the sums alone.`}
          </p>
        )}
      </div>
    </details>
  );
}

function rangeOf(span: { from: number; to: number }, zone: string) {
  const [from, to] = [span.from, span.to].map((at) => new Date(at).toISOString()) as [string, string];
  return { from, to, zone, label: spanWords(span, zone) };
}
