import clsx from "clsx";

/** The mark that goes with a word; never a colour alone. */
export function Swatch({ fill, className }: { fill: string; className?: string }) {
  return <span aria-hidden className={clsx("inline-block size-2.5 shrink-0 rounded-[3px]", fill, className)} />;
}

export function Legend({ items }: { items: readonly { fill: string; word: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-2">
      {items.map(({ fill, word }) => (
        <li key={word} className="inline-flex items-center gap-1.5">
          <Swatch fill={fill} />
          {word}
        </li>
      ))}
    </ul>
  );
}
