"use client";

import { useEffect, useRef, useState } from "react";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { TextArea } from "@/components/ui/text-area";
import type { ReportNote, ReportSection, ReportSubject, WeeklyReport } from "@/lib/contract/weekly-report";
import { useReport } from "./use-report";

type Props = {
  report: WeeklyReport;
  subject: ReportSubject;
  /** A new note belongs to the first. */
  sections: readonly [ReportSection, ...ReportSection[]];
  about: string;
};

/** What was said about a section, and a way to say more. */
export function SectionNotes({ report, subject, sections, about }: Props) {
  const notes = report.notes.filter(({ section }) => sections.includes(section));
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (!isOpen && wasOpen.current) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  if (notes.length === 0 && !report.mayWrite) return null;
  return (
    <section aria-label={`Notes: ${about}`} className="mt-4 border-t pt-3">
      {notes.length > 0 && (
        <ul className="space-y-2">
          {notes.map((note) => (
            <Note key={note.id} note={note} week={report.week} subject={subject} zone={report.range.zone} />
          ))}
        </ul>
      )}
      {report.mayWrite &&
        (isOpen ? (
          <NewNote week={report.week} subject={subject} section={sections[0]} onDone={() => setOpen(false)} />
        ) : (
          <Button
            ref={button}
            look="quiet"
            size="small"
            data-note
            className="mt-1 -ml-2"
            aria-label={`Write a note: ${about}`}
            onClick={() => setOpen(true)}
          >
            Write a note
          </Button>
        ))}
    </section>
  );
}

type NoteProps = { note: ReportNote; week: string; subject: ReportSubject; zone: string };

/** One's own can be changed and taken back until the report is published. */
function Note({ note, week, subject, zone }: NoteProps) {
  const { id, text, by, at, changedAt, mayChange } = note;
  const [isOpen, setOpen] = useState(false);
  const { changeNote, pending } = useReport(week, subject);
  if (isOpen)
    return (
      <li className="border-l-2 pl-2.5">
        <NoteForm
          start={text}
          pending={pending}
          onSave={(words) => changeNote(id, { text: words }, null, () => setOpen(false))}
          onLeave={() => setOpen(false)}
        />
      </li>
    );
  const takeBack = () =>
    changeNote(id, { takenBack: true }, () =>
      notify("The note is taken back", {
        action: { label: "Undo", onClick: () => changeNote(id, { takenBack: false }) },
      }),
    );
  return (
    <li className="border-l-2 pl-2.5">
      <p className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-3">
        <span>
          {by ?? "somebody who is not named"}, <Age at={at} zone={zone} />
          {changedAt !== null && ", changed since"}
        </span>
        {mayChange && (
          <span className="print:hidden">
            <Button look="quiet" size="small" disabled={pending} onClick={() => setOpen(true)}>
              Change
            </Button>
            <Button look="quiet" size="small" disabled={pending} onClick={takeBack}>
              Take back
            </Button>
          </span>
        )}
      </p>
    </li>
  );
}

type NewProps = { week: string; subject: ReportSubject; section: ReportSection; onDone: () => void };

function NewNote({ week, subject, section, onDone }: NewProps) {
  const { note, pending } = useReport(week, subject);
  return <NoteForm start="" pending={pending} onSave={(text) => note({ section, text }, onDone)} onLeave={onDone} />;
}

type FormProps = { start: string; pending: boolean; onSave: (text: string) => void; onLeave: () => void };

function NoteForm({ start, pending, onSave, onLeave }: FormProps) {
  const [text, setText] = useState(start);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  const isEmpty = text.trim() === "";
  const save = () => {
    if (!isEmpty && !pending) onSave(text.trim());
  };
  return (
    <form
      ref={form}
      className="mt-2 max-w-prose"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          onLeave();
        }
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
      }}
    >
      <TextArea
        label="Note"
        rows={3}
        maxLength={4_000}
        value={text}
        spellCheck
        hint="Ctrl Enter keeps it, for everybody who may read the report. You may change it until the report is published."
        onChange={({ target }) => setText(target.value)}
      />
      <p className="mt-2 flex gap-2">
        <Button type="submit" look="primary" size="small" disabled={isEmpty || pending}>
          {pending ? "Keeping it" : "Keep the note"}
        </Button>
        <Button look="quiet" size="small" onClick={onLeave}>
          Leave it
        </Button>
      </p>
    </form>
  );
}
