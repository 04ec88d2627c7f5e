"use client";

import Link from "next/link";
import { hrefTo } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { TitleTemplate } from "@/components/verdict/title-template";
import { SECTION_WORDS } from "./report-words";
import type { SectionProps } from "./sections";
import { Taken } from "./worst-section";

/** What was taken and said in the meeting. */
export function Minutes({ report: { taken, notes }, links }: SectionProps) {
  return (
    <div className="space-y-5">
      <section aria-label="Decisions taken">
        <h3 className="text-xs font-medium text-ink-2">
          {taken.length === 0
            ? "No decision was taken"
            : formatCounted(taken.length, "decision taken", "decisions taken")}
        </h3>
        <ul className="divide-y">
          {taken.map((decision) => (
            <li key={decision.id} className="py-2">
              <Link
                href={hrefTo(`/signatures/${decision.signatureId}`, links)}
                className="font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline"
              >
                <TitleTemplate title={decision.title} />
              </Link>
              <Taken taken={decision} />
              <p className="max-w-prose text-xs text-ink-2">{decision.reason}</p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="Notes">
        <h3 className="text-xs font-medium text-ink-2">
          {notes.length === 0 ? "No note was written" : formatCounted(notes.length, "note", "notes")}
        </h3>
        <ul className="divide-y">
          {notes.map(({ id, section, text, by }) => (
            <li key={id} className="py-2">
              <p className="max-w-prose whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
              <p className="text-xs text-ink-3">
                {SECTION_WORDS[section]} · {by ?? "somebody who is not named"}
              </p>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
