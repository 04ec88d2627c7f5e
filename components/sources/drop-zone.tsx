"use client";

import clsx from "clsx";
import Upload from "lucide-react/icons/upload";
import { useEffect, useId, useRef, useState } from "react";
import { MAX_FILES } from "@/lib/contract/sources";

/** The whole window takes dropped files; the zone shows where they will go. */
export function DropZone({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const input = useId();
  const take = (files: readonly File[], folders: number) => {
    const refused = refusalOf(files.length, folders);
    setRefusal(refused);
    if (!refused) onFiles(files);
  };
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
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
      latest.current([...event.dataTransfer.files], foldersOf(event.dataTransfer));
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
        {over ? "Let go to read the files" : "Drop exports here, or choose files"}
      </label>
      <p className="mx-auto mt-1 max-w-md text-ink-2">
        The format is found from the content, and nothing is stored before you have seen a preview. Up to {MAX_FILES}{" "}
        files at once, 2 GiB each.
      </p>
      <input
        id={input}
        type="file"
        multiple
        onChange={({ target }) => {
          if (target.files?.length) take([...target.files], 0);
          target.value = "";
        }}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
      <p role="alert" className="relative mx-auto mt-3 max-w-md font-medium empty:hidden">
        {refusal}
      </p>
    </div>
  );
}

/** What was dropped and cannot be taken as it is; nothing of it is taken then. */
function refusalOf(files: number, folders: number): string | null {
  if (folders > 0)
    return `${folders === 1 ? "A folder was" : "Folders were"} dropped, and nothing of it was taken. Open it and drop the files in it.`;
  if (files > MAX_FILES)
    return `${files} files were dropped, and none was taken: at most ${MAX_FILES} at once. Drop them in smaller portions, or as one zip.`;
  return null;
}

function foldersOf({ items }: DataTransfer): number {
  return [...items].filter((item) => item.webkitGetAsEntry()?.isDirectory).length;
}
