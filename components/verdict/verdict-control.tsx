"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { useKeys } from "@/components/frame/use-keys";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import type { PersonVerdictView } from "@/lib/contract/page";
import type { MadeGesture } from "@/lib/contract/verdict";
import { lessonQuery } from "./lesson-query";
import { lessonText } from "./lesson-text";
import { TapButtons } from "./tap-buttons";
import { type Said, type Suggested, verdictKeys, wordsOf } from "./taps";
import { useGestures } from "./use-gestures";

type Props = {
  /** Route of the verdict, such as /api/pages/12/verdict. */
  url: string;
  /** "this page", "this alert" */
  what: string;
  given: PersonVerdictView | null;
  suggested: Suggested;
  /** Sent along with every verdict, such as the period it holds for. */
  more?: object;
  /** The pages that learn from it, if any do. */
  pages?: Route;
  children?: ReactNode;
};

/** One key, one verdict; the note beside it. What was said before stays in the record. */
export function VerdictControl({ url, what, given, suggested, more, pages, children }: Props) {
  const { pending, status, make } = useGestures();
  const note = useId();
  const give = (said: Said, words: string | null) =>
    make({
      run: () => send<MadeGesture>("PUT", url, { ...said, ...more, note: words, seen: given?.id ?? null }),
      said: `Judged ${what} ${wordsOf(said)}`,
    });
  const judge = (said: Said) => !pending && give(said, given?.note ?? null);
  const takeBack = () =>
    make({ run: () => send<MadeGesture>("DELETE", url), said: `Took the verdict on ${what} back` });
  useKeys({ ...verdictKeys(suggested, judge), c: () => document.getElementById(note)?.focus() });
  return (
    <div>
      <fieldset disabled={pending}>
        <legend className="mb-2 text-xs text-ink-2">What people say of {what} wins over the inferred verdict.</legend>
        {children}
        <TapButtons suggested={suggested} chosen={given} onJudge={judge} />
        {given && (
          <Button look="quiet" className="mt-1" onClick={takeBack}>
            Take back
          </Button>
        )}
      </fieldset>
      {given && <Learnt given={given} pages={pages} />}
      {given && (
        <Note
          key={given.id}
          id={note}
          given={given}
          pending={pending}
          onSave={(words) => give({ verdict: given.verdict, reason: given.reason }, words)}
        />
      )}
      <p aria-live="polite" className="sr-only">
        {status}
      </p>
    </div>
  );
}

/** The lesson, beside the word that it was taken from. */
function Learnt({ given: { gesture, words }, pages }: { given: PersonVerdictView; pages: Route | undefined }) {
  const { data: lesson } = useQuery(lessonQuery(gesture));
  if (!lesson || !pages) return null;
  return (
    <p className="mt-3 rounded-md bg-hover px-3 py-2 text-xs text-ink-2">
      <strong className="font-medium text-ink">Lesson taken.</strong> {lessonText(lesson, words)}{" "}
      {lesson.others > 0 && (
        <Link href={pages} className="underline decoration-line-strong underline-offset-3 hover:text-ink">
          Show them
        </Link>
      )}
    </p>
  );
}

type NoteProps = { id: string; given: PersonVerdictView; pending: boolean; onSave: (note: string | null) => void };

function Note({ id, given, pending, onSave }: NoteProps) {
  const [note, setNote] = useState(given.note ?? "");
  return (
    <form
      className="mt-3 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(note.trim() || null);
      }}
    >
      <label htmlFor={id} className="text-xs text-ink-2">
        Note
      </label>
      <textarea
        id={id}
        value={note}
        maxLength={2000}
        rows={2}
        onChange={({ target }) => setNote(target.value)}
        placeholder="What you know that the data do not say"
        className="w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm placeholder:text-ink-3"
      />
      {note !== (given.note ?? "") && (
        <Button type="submit" look="primary" disabled={pending} className="w-fit">
          Save note
        </Button>
      )}
    </form>
  );
}
