import clsx from "clsx";
import ChevronRight from "lucide-react/icons/chevron-right";
import Link from "next/link";
import type { LinkParams } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import type { Leaders } from "@/lib/contract/leaders";
import { COLUMNS, Own, Under } from "./leader-cells";
import { drillTo } from "./leader-path";
import type { TreeRow } from "./tree-rows";

type RowProps = {
  tree: TreeRow;
  zone: string;
  privacy: Leaders["privacy"];
  filter: LinkParams;
  isCurrent: boolean;
  isPicked: boolean;
  onOpen: (open: boolean) => void;
  onPick: () => void;
  onFocus: () => void;
};

/** A leader: what reached their own pager, then everybody under them. */
export function LeaderTreeRow({ tree, zone, privacy, filter, isCurrent, isPicked, onOpen, onPick, onFocus }: RowProps) {
  const { row, level, isOpen, place, of } = tree;
  // Only the current row's own controls are tab stops.
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <tr
      data-leader={row.id}
      aria-level={level}
      aria-expanded={isOpen}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={isPicked}
      tabIndex={tabIndex}
      onFocus={onFocus}
      className={clsx(
        "grid grid-cols-2 gap-x-4 border-b px-4 py-2.5 -outline-offset-2 sm:grid-cols-3 last:border-b-0 hover:bg-hover focus-visible:bg-hover",
        isPicked && "bg-hover shadow-[inset_2px_0_0_var(--ink)]",
        COLUMNS,
      )}
    >
      <th scope="row" className="col-span-full block min-w-0 text-left font-normal xl:col-span-1">
        <Name tree={tree} filter={filter} tabIndex={tabIndex} isPicked={isPicked} onOpen={onOpen} onPick={onPick} />
      </th>
      <Own row={row} privacy={privacy} zone={zone} filter={filter} tabIndex={tabIndex} />
      <Under row={row} privacy={privacy} filter={filter} tabIndex={tabIndex} />
    </tr>
  );
}

type NameProps = Pick<RowProps, "tree" | "filter" | "isPicked" | "onOpen" | "onPick"> & { tabIndex: number };

function Name({ tree: { row, level, isOpen }, filter, tabIndex, isPicked, onOpen, onPick }: NameProps) {
  const people = formatCounted(row.people, "person", "people");
  const leaders = row.leadersUnder > 0 ? `, ${formatCounted(row.leadersUnder, "leader", "leaders")}` : "";
  return (
    <div className="flex items-start gap-1" style={{ paddingInlineStart: `${Math.min(level - 1, 6) * 0.75}rem` }}>
      {isOpen === undefined ? (
        <span aria-hidden className="size-6 shrink-0" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${isOpen ? "Close" : "Open"} ${row.label}`}
          onClick={() => onOpen(!isOpen)}
          className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-pressed hover:text-ink pointer-coarse:size-11"
        >
          <ChevronRight className={clsx("size-4", isOpen && "rotate-90")} aria-hidden />
        </button>
      )}
      <div className="min-w-0 flex-1">
        <Link
          href={drillTo(filter, row.id)}
          tabIndex={tabIndex}
          className="font-medium [overflow-wrap:anywhere] hover:underline"
        >
          {row.label}
        </Link>
        {row.isSelf && <span className="ml-1.5 rounded bg-pressed px-1.5 py-px text-2xs font-medium">you</span>}
        <span className="block text-2xs text-ink-3">
          {people}
          {leaders}
          {row.name === null && " · leader not named to you"}
        </span>
        <label className="mt-0.5 inline-flex min-h-6 items-center gap-1.5 text-2xs text-ink-3">
          <input
            type="checkbox"
            tabIndex={tabIndex}
            checked={isPicked}
            onChange={onPick}
            aria-label={`Compare ${row.label}`}
            className="size-3.5 accent-ink"
          />
          compare
        </label>
      </div>
    </div>
  );
}
