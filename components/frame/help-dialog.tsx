"use client";

import CircleHelp from "lucide-react/icons/circle-question-mark";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useKeys, useKeysSwitch } from "./use-keys";

const Dialog = dynamic(() => import("@/components/ui/dialog").then((module) => module.Dialog), { ssr: false });

const GROUPS: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: "Lists",
    keys: [
      ["j  k", "next and previous row"],
      ["Enter  o", "open"],
      ["x", "choose, of pages, alerts and people"],
      ["J  K", "choose and go on, of pages and alerts"],
      ["/", "search"],
      ["Esc", "clear"],
    ],
  },
  {
    title: "Verdicts",
    keys: [
      ["1", "fixed something"],
      ["2", "real, could wait"],
      ["3", "worked as expected"],
      ["4", "false or flaky"],
      ["5", "not ours"],
      ["v then a n u", "actionable, noise, unclear"],
      ["v then a letter", "any other reason"],
      ["y", "accept the suggestion"],
      ["c", "note"],
      ["z", "undo"],
    ],
  },
  {
    title: "Triage",
    keys: [
      ["y", "accept verdict and reason"],
      ["1  2 then a letter", "actionable, noise, and why"],
      ["3", "unclear"],
      ["d then k t s r x f", "keep, tune, silence, reroute, delete, fix"],
      ["a", "I see to it"],
      ["h", "later, in a week"],
      ["w", "what-if"],
      ["c", "note"],
      ["o", "open the alert"],
      ["z", "undo"],
    ],
  },
  {
    title: "Weekly report",
    keys: [
      ["[  ]", "previous and next week"],
      ["m", "start the meeting"],
      ["←  →  k  j", "previous and next section of it"],
      ["1 to 5", "decide about an alert in it"],
      ["n", "note on the section"],
    ],
  },
  {
    title: "Range",
    keys: [
      ["[  ]", "previous and next period"],
      ["t then d w m q", "today, this week, month, quarter"],
    ],
  },
  {
    title: "Go to",
    keys: [
      [
        "g then o n t d l e r p s i",
        "overview, noise, triage, decisions, load, leaders, reports, pages, sources, settings",
      ],
      ["Ctrl K  ⌘K", "palette"],
      ["?", "this help"],
    ],
  },
];

export function HelpDialog() {
  const [open, setOpen] = useState(false);
  const { on, setOn } = useKeysSwitch();
  useKeys({ "?": () => setOpen(true) });
  return (
    <>
      <button
        type="button"
        aria-label="Help and keys"
        onClick={() => setOpen(true)}
        className="hidden size-8 place-items-center rounded-md text-ink-2 hover:bg-hover hover:text-ink sm:grid"
      >
        <CircleHelp className="size-4" aria-hidden />
      </button>
      {open && (
        <Dialog open onOpenChange={setOpen} title="Keys">
          <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
            {GROUPS.map(({ title, keys }) => (
              <section key={title}>
                <h3 className="mb-1.5 text-xs text-ink-3">{title}</h3>
                <dl className="space-y-1.5">
                  {keys.map(([key, does]) => (
                    <div key={key} className="flex items-center justify-between gap-3">
                      <dt className="text-ink-2">{does}</dt>
                      <dd className="shrink-0 rounded border bg-surface px-1.5 py-px font-mono text-2xs whitespace-pre">
                        {key}
                      </dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
          <label className="mt-6 flex items-center gap-2 border-t pt-4 text-ink-2">
            <input
              type="checkbox"
              checked={on}
              onChange={({ target }) => setOn(target.checked)}
              className="size-4 accent-ink"
            />
            Single keys are on
          </label>
          <p className="mt-3 text-ink-2">
            Every figure has a card behind its question mark that says what is counted and what is left out, and opens
            the pages it is made of.
          </p>
        </Dialog>
      )}
    </>
  );
}
