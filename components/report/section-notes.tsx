"use client";

import { useEffect, useRef, useState } from "react";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
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
            <Note key={note.id} note={note} zone={report.range.zone} />
          ))}
        </ul>
      )}
      {report.mayWrite &&
        (isOpen ? (
          <NoteForm week={report.week} subject={subject} section={sections[0]} onDone={() => setOpen(false)} />
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

function Note({ note: { text, by, at }, zone }: { note: ReportNote; zone: string }) {
  return (
    <li className="border-l-2 pl-2.5">
      <p className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-3">
        <span>
          {by ?? "somebody who is not named"}, <Age at={at} zone={zone} />
        </span>
      </p>
    </li>
  );
}

type FormProps = { week: string; subject: ReportSubject; section: ReportSection; onDone: () => void };

function NoteForm({ week, subject, section, onDone }: FormProps) {
  const [text, setText] = useState("");
  const { note, pending } = useReport(week, subject);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  const isEmpty = text.trim() === "";
  const save = () => {
    if (!isEmpty && !pending) note({ section, text: text.trim() }, onDone);
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
          onDone();
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
        hint="Ctrl Enter keeps it. It stays with the report, for everybody who may read it."
        onChange={({ target }) => setText(target.value)}
      />
      <p className="mt-2 flex gap-2">
        <Button type="submit" look="primary" size="small" disabled={isEmpty || pending}>
          {pending ? "Keeping it" : "Keep the note"}
        </Button>
        <Button look="quiet" size="small" onClick={onDone}>
          Leave it
        </Button>
      </p>
    </form>
  );
}
