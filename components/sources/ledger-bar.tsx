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

/** received = stored + duplicate + ignored + rejected, as a bar and in numbers. */
export function LedgerBar({ ledger }: { ledger: Ledger }) {
  return (
    <div>
      <StackedBar parts={ENDS.map(({ key, fill }) => ({ key, word: key, count: ledger[key], fill }))} />
      <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-2">
        <span>
          <span className="font-medium text-ink">{formatCount(ledger.received)}</span> received
        </span>
        {ENDS.map(({ key, fill }, index) => (
          <Fragment key={key}>
            <span className="text-ink-3">{index === 0 ? "=" : "+"}</span>
            <span className="inline-flex items-center gap-1.5">
              <Swatch fill={fill} />
              <span className="font-medium text-ink">{formatCount(ledger[key])}</span> {key}
            </span>
          </Fragment>
        ))}
      </p>
    </div>
  );
}
