"use client";

import { useSyncExternalStore } from "react";

/** True while the screen is put on paper: what is drawn in part has to be drawn whole. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    onChange,
    () => matchMedia("print").matches || isPrinting,
    () => false,
  );
}

// Firefox tells only by these events, and Chromium evaluates the media after the first of them.
let isPrinting = false;

function onChange(changed: () => void): () => void {
  const media = matchMedia("print");
  const begin = () => {
    isPrinting = true;
    changed();
  };
  const end = () => {
    isPrinting = false;
    changed();
  };
  window.addEventListener("beforeprint", begin);
  window.addEventListener("afterprint", end);
  media.addEventListener("change", changed);
  return () => {
    window.removeEventListener("beforeprint", begin);
    window.removeEventListener("afterprint", end);
    media.removeEventListener("change", changed);
  };
}
