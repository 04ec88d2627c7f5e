import clsx from "clsx";
import { WithCsv } from "@/components/export/with-csv";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { PreviewRow } from "@/lib/contract/sources";

export function outcomes(rows: readonly PreviewRow[]): string {
  const count = (outcome: PreviewRow["outcome"]) => rows.filter((row) => row.outcome === outcome).length;
  return `Of the first ${formatCounted(rows.length, "record", "records")}, ${formatCount(count("accepted"))} can be read, ${formatCount(count("ignored"))} would be ignored, ${formatCount(count("rejected"))} rejected.`;
}

const OUTCOME_LOOK = { accepted: "bg-[#009e73]", ignored: "bg-line-strong", rejected: "bg-[#cc79a7]" };

function wordsOf(rows: readonly PreviewRow[]) {
  if (rows.some(({ changes }) => changes !== undefined)) return { one: "Change", begins: "Starts", parts: "Changes" };
  if (rows.some(({ shifts }) => shifts !== undefined)) return { one: "Who", begins: "From", parts: "Shifts" };
  return { one: "Page", begins: "Opened", parts: "Events" };
}

function partsOf({ shifts, changes, events }: PreviewRow): string {
  if (shifts !== undefined) return formatCounted(shifts, "shift", "shifts");
  return changes === undefined ? formatCounted(events, "event", "events") : formatCounted(changes, "change", "changes");
}

/** The first records of a file as they would be read. */
export function PreviewRows({ rows, zone }: { rows: readonly PreviewRow[]; zone: string }) {
  if (rows.length === 0) return <p className="px-4 py-4 text-ink-2">No record was found in it.</p>;
  const time = (iso: string | null) => (iso ? formatExact(iso, zone) : "–");
  const words = wordsOf(rows);
  return (
    <WithCsv title="First records" range={null}>
      <ScrollRegion label="First records" className="mt-4 max-h-96 overflow-auto border-t -outline-offset-2">
        <table className="hidden w-full text-xs md:table">
          <thead className="sticky top-0 bg-surface text-left text-ink-3">
            <tr className="*:border-b *:px-2 *:py-1.5 *:font-medium *:first:pl-4 *:last:pr-4">
              <th scope="col">Record</th>
              <th scope="col">Outcome</th>
              <th scope="col">{words.one}</th>
              <th scope="col">Service</th>
              <th scope="col">{words.begins}</th>
              <th scope="col" className="text-right">
                {words.parts}
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
                <td className="text-right">{formatCount(row.shifts ?? row.changes ?? row.events)}</td>
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
                {row.service ?? "no service"} · {time(row.triggeredAt)} · {partsOf(row)}
              </p>
            </li>
          ))}
        </ul>
      </ScrollRegion>
    </WithCsv>
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
