"use client";

import { useKeys } from "@/components/frame/use-keys";
import { useGestures } from "./use-gestures";

/** "z" undoes what one did last to verdicts, on every screen: what was judged may have left the list. */
export function UndoKey() {
  const { undoLast, status } = useGestures();
  useKeys({ z: undoLast });
  return (
    <p aria-live="polite" className="sr-only">
      {status}
    </p>
  );
}
