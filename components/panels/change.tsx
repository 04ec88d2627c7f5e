import { formatCount } from "@/components/format/numbers";
import type { Range } from "@/lib/contract/noise-report";

type Props = {
  now: number | null;
  before: number | null | undefined;
  /** The difference in words, such as "4 points". */
  format?: (difference: number) => string;
  previous: Range | null;
};

/** The change on the period before, in words: more or less is not good or bad by itself, so it has no colour. */
export function Change({ now, before, format = formatCount, previous }: Props) {
  if (!previous) return null;
  if (now === null || before === null || before === undefined)
    return <p className="text-xs text-ink-3">nothing to compare with in {previous.label}</p>;
  const difference = now - before;
  const words =
    difference === 0
      ? "no change"
      : `${difference > 0 ? "▲" : "▼"} ${format(Math.abs(difference))} ${difference > 0 ? "more" : "less"}`;
  return (
    <p className="text-xs text-ink-3" title={`against ${previous.label}`}>
      <span className="text-ink-2">{words}</span> than before
    </p>
  );
}
