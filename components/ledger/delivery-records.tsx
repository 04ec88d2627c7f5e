import Link from "next/link";
import { hrefTo } from "@/components/format/href";
import { keyed } from "@/components/format/keyed";
import { formatCount } from "@/components/format/numbers";
import type { DeliveryDetail } from "@/lib/contract/ledger";

type Told = DeliveryDetail["records"][number];

const OUTCOME_WORDS: Record<Told["outcome"], string> = {
  accepted: "read",
  ignored: "ignored",
  rejected: "rejected",
};

/** Each record with its place, its outcome and why; also parts that were left out of one that was read. */
export function DeliveryRecords({ detail: { records, delivery, body } }: { detail: DeliveryDetail }) {
  if (records.length === 0)
    return (
      <p className="px-4 pb-4 text-ink-2">
        {body === null ? "Its body is no longer kept, so its records cannot be shown." : "There are no records in it."}
      </p>
    );
  const left = delivery.received - records.length;
  return (
    <ul className="max-h-[34rem] divide-y overflow-y-auto border-t">
      {keyed(records).map(({ key, item }) => (
        <li key={key} className="px-4 py-2.5">
          <p className="flex flex-wrap items-baseline gap-x-2.5">
            <span className="font-medium">{OUTCOME_WORDS[item.outcome]}</span>
            <span className="min-w-0 font-mono text-xs text-ink-2 [overflow-wrap:anywhere]">
              {item.place}
              {item.line !== null && !item.place.includes("line") && `, line ${formatCount(item.line)}`}
            </span>
          </p>
          {item.why && <p className="mt-0.5 text-ink-2 [overflow-wrap:anywhere]">{item.why}</p>}
          {item.issues.map((issue) => (
            <p key={issue} className="mt-0.5 text-xs text-ink-2 [overflow-wrap:anywhere]">
              left out: {issue}
            </p>
          ))}
          {item.changes?.map((line) => (
            <p key={line} className="mt-0.5 [overflow-wrap:anywhere]">
              {line}
            </p>
          ))}
          {item.pages.length > 0 && (
            <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs">
              {item.pages.map(({ id, title, pageKey }) => (
                <Link
                  key={id}
                  href={hrefTo(`/pages/${id}`)}
                  className="min-w-0 underline decoration-line-strong underline-offset-4 [overflow-wrap:anywhere] hover:decoration-ink"
                >
                  {title ?? pageKey}
                </Link>
              ))}
            </p>
          )}
        </li>
      ))}
      {left > 0 && <li className="px-4 py-2 text-xs text-ink-3">and {formatCount(left)} more</li>}
    </ul>
  );
}
