import { keyed } from "@/components/format/keyed";

const [BAR, GAP, HEIGHT] = [8, 3, 32];

type Props = {
  name: string;
  /** Oldest first; null = not known, or not told. */
  values: readonly (number | null)[];
  text: (value: number) => string;
};

/** A small bar a week from zero, the last one darker; a week that is not known is a dash at the foot, not a zero. */
export function WeekBars({ name, values, text }: Props) {
  const most = Math.max(...values.map((value) => value ?? 0));
  const width = values.length * (BAR + GAP) - GAP;
  const words = values.map((value) => (value === null ? "not known" : text(value))).join(", ");
  return (
    <svg
      role="img"
      aria-label={`${name} in ${values.length} weeks, oldest first: ${words}`}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      width={width}
      height={HEIGHT}
      className="max-w-full"
    >
      {keyed(values).map(({ key, item: value }) => {
        const x = key * (BAR + GAP);
        if (value === null)
          return (
            <path key={key} d={`M${x + 2} ${HEIGHT - 1}h${BAR - 4}`} stroke="var(--ink-3)" strokeDasharray="2 2" />
          );
        const height = value === 0 || most === 0 ? 1 : Math.max(2, (value / most) * HEIGHT);
        const isLast = key === values.length - 1;
        return (
          <rect
            key={key}
            x={x}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            rx={1.5}
            fill={isLast ? "var(--ink)" : "var(--ink-3)"}
            fillOpacity={isLast ? 1 : 0.5}
          />
        );
      })}
    </svg>
  );
}
