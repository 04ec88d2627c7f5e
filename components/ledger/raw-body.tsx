import { keyed } from "@/components/format/keyed";
import { formatCount } from "@/components/format/numbers";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { DeliveryDetail } from "@/lib/contract/ledger";

/** The body with numbered lines; secrets were masked before it left the server. */
export function RawBody({ detail: { body, isJson, cut } }: { detail: DeliveryDetail }) {
  if (body === null)
    return (
      <p className="text-ink-2">
        The body is no longer kept: its retention is over. What was read from it stays, and its numbers stay in the
        ledger.
      </p>
    );
  if (body === "") return <p className="text-ink-2">The body is empty.</p>;
  const lines = body.split("\n");
  return (
    <>
      <ScrollRegion
        label="Body of the delivery"
        className="max-h-[34rem] overflow-auto rounded-md border bg-ground font-mono text-xs"
      >
        <ol className="w-max min-w-full py-2">
          {keyed(lines).map(({ key, item: line }) => (
            <li key={key} className="flex">
              <span
                aria-hidden
                className="sticky left-0 shrink-0 border-r bg-ground px-2.5 text-right text-ink-3 select-none"
                style={{ width: `${String(lines.length).length + 3}ch` }}
              >
                {key + 1}
              </span>
              <code className="block max-w-[160ch] pr-4 pl-3 whitespace-pre-wrap [overflow-wrap:anywhere]">{line}</code>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      <p className="mt-2 text-xs text-ink-3">
        {isJson ? "JSON, indented for reading" : "Shown as it came"}, {formatCount(lines.length)} lines. Secrets are
        masked.{cut && " Only the first part is shown; all of it is kept."}
      </p>
    </>
  );
}
