"use client";

import clsx from "clsx";
import Upload from "lucide-react/icons/upload";
import { type DragEvent, useId, useState } from "react";
import { notify } from "@/components/ui/notify";
import { MAX_LABEL_BYTES } from "@/lib/contract/labels";
import type { LabelFile } from "./labels-screen";

type Props = { onFile: (file: LabelFile) => void; busy: boolean };

/** One file of labels, dropped or chosen. */
export function LabelDrop({ onFile, busy }: Props) {
  const [over, setOver] = useState(false);
  const input = useId();
  const take = async (files: FileList | null) => {
    const [file] = files ?? [];
    if (!file || busy) return;
    if (files && files.length > 1) return notify("Drop one file at a time; nothing was read.");
    if (file.size > MAX_LABEL_BYTES) return notify("The file is larger than 32 MiB. Split it; nothing was read.");
    onFile({ name: file.name, text: await file.text() });
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover");
  };
  return (
    // The label inside is what people use by key; dropping is for pointers.
    <section
      aria-label="A file of labels"
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={(event) => {
        drag(event);
        void take(event.dataTransfer.files);
      }}
      className={clsx(
        "relative rounded-xl border border-dashed px-6 py-7 text-center transition-colors focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-ink",
        over ? "border-ink bg-hover" : "border-line-strong hover:bg-hover",
      )}
    >
      <Upload className="mx-auto size-5 text-ink-3" aria-hidden />
      <label htmlFor={input} className="mt-2 block text-[0.9375rem] font-medium">
        {busy ? "Reading" : "Drop a file of labels here, or choose one"}
      </label>
      <p className="mx-auto mt-1 max-w-md text-ink-2">
        CSV or JSON lines. You see what it would do before anything is stored, and nobody's verdict is replaced unless
        you say so.
      </p>
      <input
        id={input}
        type="file"
        accept=".csv,.jsonl,.ndjson,.txt,text/csv"
        onChange={({ target }) => {
          void take(target.files);
          target.value = "";
        }}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
    </section>
  );
}
