"use client";

import { type RefObject, useEffect, useRef, useState } from "react";

/** Width of an element in px, null until it is known: charts take their size as props. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number | null] {
  const box = useRef<E>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return [box, width];
}
