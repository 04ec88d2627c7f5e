import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { type LedgerParams, recordsHref } from "@/components/format/ledger-href";
import { formatCount } from "@/components/format/numbers";
import { HelpCard } from "@/components/ui/help-card";
import type { LedgerOutcome } from "@/lib/contract/ledger";
import type { Ledger } from "@/lib/contract/sources";

type LedgerNumbers = Ledger & { waiting: number; refused: number };

export const COLUMNS =
  "lg:grid-cols-[minmax(0,1fr)_5.5rem_5.5rem_5.5rem_5.5rem_5.5rem_5.5rem_6.5rem] xl:grid-cols-[minmax(0,1fr)_6.5rem_6.5rem_6.5rem_6.5rem_6.5rem_6.5rem_7rem]";

/** The signs make the heads an equation; what stands beside it is apart from it. */
const HEADS: readonly { key: keyof LedgerNumbers; word: string; sign?: string }[] = [
  { key: "received", word: "received" },
  { key: "stored", word: "stored", sign: "=" },
  { key: "duplicate", word: "duplicate", sign: "+" },
  { key: "ignored", word: "ignored", sign: "+" },
  { key: "rejected", word: "rejected", sign: "+" },
  { key: "waiting", word: "waiting" },
  { key: "refused", word: "refused" },
];

export function LedgerHead({ first }: { first: string }) {
  return (
    <thead className="hidden lg:block">
      <tr className={clsx("grid items-center gap-x-3 border-b px-4 text-xs text-ink-3", COLUMNS)}>
        <th scope="col" className="py-1.5 text-left font-normal">
          {first}
        </th>
        {HEADS.map(({ key, word, sign }) => (
          <th key={key} scope="col" className="flex min-h-8 items-center justify-end gap-1 font-normal">
            {sign && (
              <span aria-hidden className="mr-auto pl-1">
                {sign}
              </span>
            )}
            {word}
            {key === "refused" && <HelpCard id="refused" className="-mr-1.5" />}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type Props = {
  numbers: LedgerNumbers;
  /** "from PagerDuty", "on Tue 10 Nov": what the links are named after. */
  what: string;
  /** Where the records are. */
  params: LedgerParams;
  /** In place of the number of refusals: nothing was kept of them, so there are no records to open. */
  refused?: ReactNode;
};

/** Each number opens the records that it counts. */
export function NumberCells({ numbers, what, params, refused }: Props) {
  return HEADS.map(({ key, word }) => (
    <td
      key={key}
      className={clsx(
        "text-xs lg:block lg:text-right lg:text-sm",
        numbers[key] === 0 && key !== "received" ? "hidden" : "inline-block",
        key === "received" && "font-medium",
      )}
    >
      {key === "refused" ? (
        (refused ?? <Plain count={numbers.refused} />)
      ) : numbers[key] === 0 ? (
        <Plain count={0} />
      ) : (
        <Link
          href={recordsHref({ ...params, outcome: outcomeOf(key) })}
          aria-label={`${formatCount(numbers[key])} ${word} ${what}`}
          className="-my-1 inline-block py-1 pointer-coarse:-my-2.5 pointer-coarse:py-2.5 underline decoration-line-strong underline-offset-4 hover:decoration-ink"
        >
          {formatCount(numbers[key])}
        </Link>
      )}
      <span className="text-ink-2 lg:hidden"> {word}</span>
    </td>
  ));
}

function Plain({ count }: { count: number }) {
  return <span className={count === 0 ? "text-ink-3" : undefined}>{formatCount(count)}</span>;
}

function outcomeOf(key: Exclude<keyof LedgerNumbers, "refused">): LedgerOutcome | null {
  return key === "received" ? null : key;
}
