import clsx from "clsx";

export type Part = { key: string; word: string; count: number; fill: string };

type Props = {
  parts: readonly Part[] /** What a full width stands for; the sum when missing. */;
  of?: number;
  className?: string;
};

/** One horizontal bar from zero. The numbers stand beside it in words, so it is hidden from screen readers. */
export function StackedBar({ parts, of, className }: Props) {
  const total = of ?? parts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return <div aria-hidden className={clsx("h-2 rounded-full bg-hover", className)} />;
  return (
    <div aria-hidden className={clsx("flex h-2 gap-px overflow-hidden rounded-[3px]", className)}>
      {parts
        .filter(({ count }) => count > 0)
        .map(({ key, fill, count }) => (
          <div
            key={key}
            className={clsx("min-w-[2px] rounded-[1px]", fill)}
            style={{ width: `${(100 * count) / total}%` }}
          />
        ))}
    </div>
  );
}
