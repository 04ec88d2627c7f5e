"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { PlanView } from "@/lib/contract/apply";
import { checkCommand } from "./apply-words";

type Props = { plan: Extract<PlanView, { kind: "plan" }>; checker: string | null; takesOwn: boolean };

/** What would be done, in a sentence, with its limits and the very text. */
export function PlannedChange({ plan: { sentence, limits, request, files }, checker, takesOwn }: Props) {
  return (
    <div className="space-y-2">
      <p className="max-w-prose [overflow-wrap:anywhere]">{sentence}</p>
      {limits.length > 0 && (
        <ul className="max-w-prose list-disc space-y-0.5 pl-4 text-xs text-ink-2">
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      )}
      {request && (
        <Text
          label={`${request.method} ${request.path}`}
          name="silence.json"
          text={request.body ?? ""}
          shown={request.body ?? ""}
        />
      )}
      {files.map(({ name, text, diff }) => (
        <Text key={name} label={name} name={name} text={text} shown={takesOwn ? diff : text} />
      ))}
      {checker && files.length > 0 && (
        <p className="text-xs text-ink-3">
          Before you merge it, run <code className="font-mono">{checkCommand(checker, files.at(-1)?.name ?? "")}</code>.
          It passes on every kind of change that Squelch writes; your own file it has not seen.
        </p>
      )}
    </div>
  );
}

function Text({ label, name, text, shown }: { label: string; name: string; text: string; shown: string }) {
  const download = () => {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name.split("/").at(-1) ?? name;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <figure className="min-w-0 rounded-lg border">
      <figcaption className="flex flex-wrap items-center gap-1.5 border-b px-3 py-1.5">
        <span className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{label}</span>
        <span className="ml-auto flex gap-1.5">
          <CopyButton text={text} what={name} />
          <Button size="small" onClick={download} aria-label={`Download ${name}`}>
            Download
          </Button>
        </span>
      </figcaption>
      <ScrollRegion label={label} className="max-h-96 overflow-auto">
        <pre className="p-3 font-mono text-xs leading-5">{shown}</pre>
      </ScrollRegion>
    </figure>
  );
}
