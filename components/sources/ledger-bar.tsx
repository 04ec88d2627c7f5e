import type { Route } from "next";
import Link from "next/link";
import { Fragment } from "react";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { formatCount } from "@/components/format/numbers";
import type { Ledger } from "@/lib/contract/sources";

// Okabe-Ito fills that stand for no verdict and no hour class.
const ENDS = [
  { key: "stored", fill: "bg-[#009e73]" },
  { key: "duplicate", fill: "bg-[#56b4e9]" },
  { key: "ignored", fill: "bg-line-strong" },
  { key: "rejected", fill: "bg-[#cc79a7]" },
] as const;

type End = keyof Ledger;

type Props = {
  ledger: Ledger;
  /** Where the records behind a number are listed. */
  hrefOf?: (end: End) => Route;
};

/** received = stored + duplicate + ignored + rejected, as a bar and in numbers. */
export function LedgerBar({ ledger, hrefOf }: Props) {
  return (
    <div>
      <StackedBar parts={ENDS.map(({ key, fill }) => ({ key, word: key, count: ledger[key], fill }))} />
      <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-2">
        <span>
          <Count end="received" ledger={ledger} hrefOf={hrefOf} /> received
        </span>
        {ENDS.map(({ key, fill }, index) => (
          <Fragment key={key}>
            <span className="text-ink-3">{index === 0 ? "=" : "+"}</span>
            <span className="inline-flex items-center gap-1.5">
              <Swatch fill={fill} />
              <Count end={key} ledger={ledger} hrefOf={hrefOf} /> {key}
            </span>
          </Fragment>
        ))}
      </p>
    </div>
  );
}

function Count({ end, ledger, hrefOf }: Props & { end: End }) {
  const count = formatCount(ledger[end]);
  if (!hrefOf || ledger[end] === 0) return <span className="font-medium text-ink">{count}</span>;
  return (
    <Link
      href={hrefOf(end)}
      aria-label={`${count} ${end}`}
      className="font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
    >
      {count}
    </Link>
  );
}
