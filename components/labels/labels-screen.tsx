"use client";

import { useMutation } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { useState } from "react";
import { send } from "@/components/queries/fetch-json";
import { buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { LabelPreview as Preview } from "@/lib/contract/labels";
import { LabelDrop } from "./label-drop";
import { LabelPreview } from "./label-preview";

export type LabelFile = { name: string; text: string };

/** The verdicts that people gave, out and in again. */
export function LabelsScreen({ canChange }: { canChange: boolean }) {
  const [file, setFile] = useState<LabelFile | null>(null);
  const preview = useMutation({
    mutationFn: ({ text }: LabelFile) => send<Preview>("POST", "/api/labels/preview", { text }),
    onError: (error) => notify(`The file was not read. ${error.message}`),
  });
  const take = (taken: LabelFile) => {
    setFile(taken);
    preview.mutate(taken);
  };
  const done = () => {
    setFile(null);
    preview.reset();
  };
  return (
    <div>
      <header className="mb-4">
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Labels</h1>
        <p className="mt-1 max-w-prose text-ink-2">
          The verdicts that people gave, as a file: to keep, to work on in a table, or to bring into another
          installation. Opsweekly's tags are read and written as well.
        </p>
      </header>
      <div className="space-y-5">
        <section aria-labelledby="labels-out" className="rounded-xl border bg-surface p-4 shadow-card">
          <h2 id="labels-out" className="text-sm font-medium">
            Take them with you
          </h2>
          <div className="mt-3 flex flex-wrap gap-2">
            <Out href="/api/labels?format=csv">CSV</Out>
            <Out href="/api/labels?format=jsonl">JSON lines</Out>
            <Out href="/api/labels?format=csv&history=yes">CSV with all that was ever said</Out>
          </div>
        </section>
        {canChange && (
          <section aria-labelledby="labels-in" className="rounded-xl border bg-surface p-4 shadow-card">
            <h2 id="labels-in" className="mb-3 text-sm font-medium">
              Bring them in
            </h2>
            <LabelDrop onFile={take} busy={preview.isPending} />
            {file && preview.data && (
              <LabelPreview key={file.name + file.text.length} file={file} preview={preview.data} onDone={done} />
            )}
          </section>
        )}
      </div>
    </div>
  );
}

function Out({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} download className={buttonClass("plain")}>
      <Download className="size-3.5" aria-hidden />
      {children}
    </a>
  );
}
