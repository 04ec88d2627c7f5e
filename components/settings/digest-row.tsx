"use client";

import { useState } from "react";
import { formatDayTime } from "@/components/format/time";
import { digestsQuery } from "@/components/queries/digests";
import { send } from "@/components/queries/fetch-json";
import { useChange } from "@/components/queries/use-change";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { DigestSendView, DigestsView, DigestView } from "@/lib/contract/digests";
import { DigestForm } from "./digest-form";
import { DigestPreviewBox } from "./digest-preview";
import { CHANNEL_WORDS, KIND_WORDS, STATE_WORDS, subjectOf, whenOf } from "./digest-words";

type Open = "edit" | "message" | null;

export function DigestRow({ digest, data }: { digest: DigestView; data: DigestsView }) {
  const [open, setOpen] = useState<Open>(null);
  const { channel, shown, kind } = digest;
  const name = `${subjectOf(digest)} to ${shown}`;
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium [overflow-wrap:anywhere]">
            {subjectOf(digest)} <span className="font-normal text-ink-3">{KIND_WORDS[kind]}</span>
          </p>
          <p className="text-ink-2 [overflow-wrap:anywhere]">
            {CHANNEL_WORDS[channel]} to {shown}, {whenOf(digest)}
          </p>
          <p className="text-xs text-ink-3">{nextOf(digest)}</p>
        </div>
        <Actions digest={digest} name={name} open={open} onOpen={setOpen} />
      </div>
      {open === "edit" && (
        <div className="mt-3 rounded-lg border p-3">
          <DigestForm data={data} digest={digest} onDone={() => setOpen(null)} />
        </div>
      )}
      {open === "message" && <DigestPreviewBox digest={digest} name={name} />}
      <History digest={digest} />
    </li>
  );
}

function nextOf({ enabled, unsubscribedAt, nextAt, trigger, zone }: DigestView): string {
  if (unsubscribedAt)
    return `Ended by its recipient on ${formatDayTime(unsubscribedAt, zone)}. It can go to another address.`;
  if (!enabled) return "Paused.";
  if (trigger === "shift-end") return "Next: after the next shift, where a page waits for a verdict.";
  return nextAt ? `Next: ${formatDayTime(nextAt, zone)}` : "";
}

type ActionsProps = { digest: DigestView; name: string; open: Open; onOpen: (open: Open) => void };

function Actions({ digest, name, open, onOpen }: ActionsProps) {
  const [sure, setSure] = useState(false);
  const { id, enabled, unsubscribedAt } = digest;
  const pause = useChange(
    digestsQuery,
    () => send("PATCH", `/api/digests/${id}`, { enabled: !enabled }),
    () => notify(enabled ? "Paused" : "It goes on"),
  );
  const remove = useChange(
    digestsQuery,
    () => send("DELETE", `/api/digests/${id}`),
    () => notify("Removed"),
  );
  const problem = pause.problem ?? remove.problem;
  const toggle = (part: "edit" | "message") => onOpen(open === part ? null : part);
  return (
    <div>
      <div className="flex flex-wrap gap-1.5">
        <Button
          size="small"
          aria-expanded={open === "message"}
          onClick={() => toggle("message")}
          aria-label={`Message: ${name}`}
        >
          Message and test
        </Button>
        <Button size="small" aria-expanded={open === "edit"} onClick={() => toggle("edit")} aria-label={`Edit ${name}`}>
          Edit
        </Button>
        {unsubscribedAt === null && (
          <Button
            size="small"
            disabled={pause.pending}
            onClick={pause.change}
            aria-label={`${enabled ? "Pause" : "Resume"} ${name}`}
          >
            {enabled ? "Pause" : "Resume"}
          </Button>
        )}
        <Button
          size="small"
          disabled={remove.pending}
          onClick={() => (sure ? remove.change() : setSure(true))}
          aria-label={`${sure ? "Remove for good" : "Remove"}: ${name}`}
        >
          {sure ? "Remove for good" : "Remove"}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="mt-1 max-w-xs font-medium">
          {problem}
        </p>
      )}
    </div>
  );
}

/** The last ones, the latest first. */
function History({ digest }: { digest: DigestView }) {
  const { sends } = digest;
  if (sends.length === 0) return null;
  const [last, ...earlier] = sends;
  return (
    <div className="mt-2 text-xs text-ink-2">
      {last && <Sent send={last} digest={digest} />}
      {earlier.length > 0 && (
        <details className="mt-1">
          <summary className="cursor-pointer text-ink-3">Earlier ones</summary>
          <div className="mt-1 space-y-1">
            {earlier.map((one) => (
              <Sent key={one.period} send={one} digest={digest} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

const AGAIN_STATES: ReadonlySet<string> = new Set(["failed", "unknown", "skipped"]);

function Sent({ send: one, digest: { id, zone, enabled } }: { send: DigestSendView; digest: DigestView }) {
  const { period, dueAt, state, sentAt, nextTryAt, said } = one;
  const again = useChange(
    digestsQuery,
    () => send("POST", `/api/digests/${id}/again`, { period }),
    () => notify("It goes out within a minute"),
  );
  return (
    <p className="[overflow-wrap:anywhere]">
      <span className="font-medium">{STATE_WORDS[state]}</span>
      {sentAt ? ` ${formatDayTime(sentAt, zone)}` : ` (due ${formatDayTime(dueAt, zone)})`}
      {nextTryAt && state === "waiting" && said && `, tried again ${formatDayTime(nextTryAt, zone)}`}
      {said && `. ${said}`}{" "}
      {enabled && AGAIN_STATES.has(state) && (
        <Button
          size="small"
          look="quiet"
          disabled={again.pending}
          onClick={again.change}
          aria-label={`Send again: due ${formatDayTime(dueAt, zone)}`}
        >
          Send again
        </Button>
      )}
      {again.problem && <span role="alert">{again.problem}</span>}
    </p>
  );
}
