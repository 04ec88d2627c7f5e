import { type Dispatch, type SetStateAction, useState } from "react";
import { useKeys } from "./use-keys";

type List = {
  length: number;
  /** Opens the row at this place. */
  onOpen: (at: number) => void;
  /** Moves the focus to the list's search field. */
  onSearch: () => void;
  /** The chosen row, where the list moves it as well. */
  place?: [number | null, Dispatch<SetStateAction<number | null>>];
};

/** Walking a list by keys: j, k and arrows move, Enter and o open, Esc clears, / searches. The chosen row, or null. */
export function useListKeys({ length, onOpen, onSearch, place }: List) {
  const own = useState<number | null>(null);
  const [selected, setSelected] = place ?? own;
  const move = (by: number) =>
    setSelected((at) => (length === 0 ? null : Math.min(length - 1, Math.max(0, (at ?? (by > 0 ? -1 : length)) + by))));
  const open = () => {
    if (selected !== null) onOpen(selected);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: open,
    o: open,
    Escape: () => setSelected(null),
    "/": onSearch,
  });
  return selected;
}
