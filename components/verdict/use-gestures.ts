"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "@/components/queries/fetch-json";
import { notify } from "@/components/ui/notify";
import type { Undone } from "@/lib/contract/triage";
import type { MadeGesture } from "@/lib/contract/verdict";
import { lessonQuery } from "./lesson-query";
import { lessonText } from "./lesson-text";

/** Changes to a verdict touch every figure, so all of them are fetched again. */
const TOUCHED = [
  "overview",
  "noise",
  "signature",
  "pages",
  "page",
  "labels",
  "person",
  "load",
  "leaders",
  "triage",
  "shift",
  "decisions",
  "apply",
  "reports",
];

type Step = { run: () => Promise<MadeGesture>; said: string };

/** What is under way, on whatever part of the screen: to undo means the last thing done, and that may not be there yet. */
let running: Promise<unknown> = Promise.resolve();

/** Has "undo" wait for this. */
export function noteRunning(made: Promise<unknown>): void {
  running = made.catch(() => {
    // It is told where it was asked for; undoing then means what came before.
  });
}

/** On the window, after an undo: which alerts it was about. */
export const UNDONE = "squelch:undone";

/** What stood in the way of undoing what came last. */
const staysWords = (why: string) => `Not undone: ${why}`;

/** What people do to verdicts; each can be undone by its notice, and by the key of the frame also after a reload. */
export function useGestures() {
  const queries = useQueryClient();
  const [status, setStatus] = useState("");
  const refresh = () => Promise.all(TOUCHED.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const tell = (words: string, made?: MadeGesture) => {
    const learnt = made?.lesson ? lessonText(made.lesson, made.words) : null;
    setStatus(learnt ? `${words}. ${learnt}` : words);
    const undoing = made && { action: { label: "Undo", onClick: () => undo.mutate(made.gesture) } };
    // On a phone a long notice would lie over what is tapped next.
    const isWide = window.matchMedia("(min-width: 40rem)").matches;
    notify(words, { ...(learnt && isWide && { description: learnt }), ...undoing });
  };
  const onError = (error: Error) => {
    notify(`Nothing was changed. ${error.message}`);
    // Somebody else may have spoken meanwhile.
    void refresh();
  };
  const undo = useMutation({
    mutationFn: async (gesture: string | null) => {
      await running;
      if (gesture === null) return send<Undone>("POST", "/api/undo", {});
      await send("POST", `/api/verdicts/gestures/${encodeURIComponent(gesture)}/undo`);
      return null;
    },
    onSuccess: async (undone) => {
      await refresh();
      if (undone) window.dispatchEvent(new CustomEvent<Undone>(UNDONE, { detail: undone }));
      tell(["Undone", undone?.sentence, ...(undone?.stays ?? []).map(staysWords)].filter(Boolean).join(". "));
    },
    onError,
  });
  const make = useMutation({
    mutationFn: ({ run }: Step) => {
      const made = run();
      noteRunning(made);
      return made;
    },
    onSuccess: async (made, { said }) => {
      if (made.lesson) queries.setQueryData(lessonQuery(made.gesture).queryKey, made.lesson);
      tell(said, made);
      await refresh();
    },
    onError,
  });
  const pending = make.isPending || undo.isPending;
  const undoLast = () => !undo.isPending && undo.mutate(null);
  return { pending, status, make: make.mutate, undoLast };
}
