"use client";

import clsx from "clsx";
import Upload from "lucide-react/icons/upload";
import { useEffect, useId, useRef, useState } from "react";

/** The whole window takes a dropped file; the zone shows where it will go. */
export function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  const input = useId();
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      setOver(false);
      latest.current([...event.dataTransfer.files]);
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return (
    <div
      className={clsx(
        "relative rounded-xl border border-dashed px-6 py-9 text-center transition-colors focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-ink",
        over ? "border-ink bg-hover" : "border-line-strong bg-surface hover:bg-hover",
      )}
    >
      <Upload className="mx-auto size-5 text-ink-3" aria-hidden />
      <label htmlFor={input} className="mt-2 block text-[0.9375rem] font-medium">
        {over ? "Let go to read the file" : "Drop an export here, or choose a file"}
      </label>
      <p className="mx-auto mt-1 max-w-md text-ink-2">
        PagerDuty as JSON or CSV: incidents, log entries, analytics, webhook bodies. The format is found from the
        content, and nothing is stored before you have seen a preview.
      </p>
      <input
        id={input}
        type="file"
        multiple
        onChange={({ target }) => {
          if (target.files?.length) onFiles([...target.files]);
          target.value = "";
        }}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
    </div>
  );
}
