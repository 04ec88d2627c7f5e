import clsx from "clsx";

type SortHeadProps = {
  /** Which way the rows stand by this column; undefined = by another one. */
  order?: "ascending" | "descending" | undefined;
  /** Undefined = nobody sorts by it. */
  onSort?: (() => void) | undefined;
  right?: boolean | undefined;
  children: string;
};

/** The head of a column by which rows can be put in order. */
export function SortHead({ order, onSort, right, children }: SortHeadProps) {
  return (
    <th scope="col" aria-sort={order} className={clsx("py-1.5 font-normal", right ? "text-right" : "text-left")}>
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={clsx("min-h-6 hover:text-ink", order && "font-medium text-ink")}
        >
          {children}
          {order && <span aria-hidden> {order === "ascending" ? "↑" : "↓"}</span>}
        </button>
      ) : (
        <span className="inline-flex min-h-6 items-center">{children}</span>
      )}
    </th>
  );
}

/** Heads of columns in the order in which they stand; `right`: over numbers. */
export function PlainHeads({ words, right = [] }: { words: readonly string[]; right?: readonly string[] }) {
  return words.map((word) => (
    <th key={word} scope="col" className={clsx("py-2 font-normal", right.includes(word) ? "text-right" : "text-left")}>
      {word}
    </th>
  ));
}
