import clsx from "clsx";
import { keyed } from "@/components/format/keyed";

const BAR = 4;
const GAP = 2;
const HEIGHT = 20;

/** Twelve small bars from zero; an empty slice keeps a hairline, so that a gap is seen as zero. */
export function Sparkline({ counts, className }: { counts: readonly number[]; className?: string }) {
  const most = Math.max(1, ...counts);
  const width = counts.length * (BAR + GAP) - GAP;
  return (
    <svg
      role="img"
      aria-label={`Pages in ${counts.length} equal slices, oldest first: ${counts.join(", ")}`}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      className={clsx("shrink-0", className)}
    >
      {keyed(counts).map(({ key: index, item: count }) => {
        const height = count === 0 ? 1 : Math.max(2, (count / most) * HEIGHT);
        return (
          <rect
            key={index}
            x={index * (BAR + GAP)}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            rx={1}
            fill={count === 0 ? "var(--line-strong)" : "var(--ink-3)"}
          />
        );
      })}
    </svg>
  );
}
