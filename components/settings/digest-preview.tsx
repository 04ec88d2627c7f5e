"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { digestPreviewQuery, digestsQuery } from "@/components/queries/digests";
import { send } from "@/components/queries/fetch-json";
import { useChange } from "@/components/queries/use-change";
import { Button } from "@/components/ui/button";
import type { DigestPreview, DigestTest, DigestView } from "@/lib/contract/digests";

type Form = "html" | "text" | "json";
const FORM_WORDS: Record<Form, string> = { html: "HTML", text: "Text", json: "JSON" };

/** Exactly what would leave now, and a button that lets it. */
export function DigestPreviewBox({ digest: { id }, name }: { digest: DigestView; name: string }) {
  const view = viewOf(useQuery(digestPreviewQuery(id)));
  const [said, setSaid] = useState<DigestTest | null>(null);
  const test = useChange(digestsQuery, () => send<DigestTest>("POST", `/api/digests/${id}/test`), setSaid);
  return (
    <div className="mt-3 rounded-lg border p-3">
      <PanelBody view={view} height={280}>
        {(data) => <Message data={data} name={name} />}
      </PanelBody>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={test.pending} onClick={test.change} aria-label={`Send a test: ${name}`}>
          {test.pending ? "Sending" : "Send a test"}
        </Button>
        <p role="status" className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
          {test.pending ? "" : (test.problem ?? (said && `${said.ok ? "" : "Not sent: "}${said.said}`))}
        </p>
      </div>
    </div>
  );
}

function Message({ data: { message, notes }, name }: { data: DigestPreview; name: string }) {
  const forms = (["html", "text", "json"] as const).filter((form) => message?.[form]);
  const [chosen, setChosen] = useState<Form | null>(null);
  if (!message) return <p className="text-ink-2">Nothing waits for a verdict now, so nothing would be sent.</p>;
  const form = chosen ?? forms[0] ?? "text";
  return (
    <>
      <p className="font-medium [overflow-wrap:anywhere]">{message.subject}</p>
      {notes.length > 0 && <p className="text-xs text-ink-3">{notes.join(" ")}</p>}
      <div className="mt-2 flex gap-1">
        {forms.map((one) => (
          <Button key={one} size="small" look="quiet" aria-pressed={one === form} onClick={() => setChosen(one)}>
            {FORM_WORDS[one]}
          </Button>
        ))}
      </div>
      {form === "html" ? (
        // Text of others stands in it: no script, no form, no way out.
        <iframe
          title={`The mail: ${name}`}
          sandbox=""
          srcDoc={message.html ?? ""}
          className="mt-2 h-[28rem] w-full rounded-md border bg-white"
        />
      ) : (
        <pre className="mt-2 max-h-[28rem] overflow-auto rounded-md border p-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
          {message[form]}
        </pre>
      )}
    </>
  );
}
