import type { DigestMessage } from "@/lib/contract/digest-message";
import type { Instant } from "@/lib/model/instant";
import type { Redactor } from "@/lib/privacy/redactor";
import { localClockOf } from "@/lib/time/local-clock";
import { cut, linker } from "./digest";

export type ShiftToJudge = {
  /** Null = the reader's own. */
  team: string | null;
  /** Of a shift that a schedule tells; false = the last day. */
  isShift: boolean;
  from: Instant;
  to: Instant;
  zone: string;
  /** Pages that no person judged, of so many. */
  waiting: number;
  pages: number;
};

type Options = { redactor: Redactor; publicUrl: string | null };

/** Null where there is nothing to judge. */
export function reminderOf(shift: ShiftToJudge, { redactor, publicUrl }: Options): DigestMessage | null {
  const { waiting, pages, from, to, zone } = shift;
  if (waiting === 0) return null;
  const link = linker(publicUrl)("/triage/shift");
  const heading = `${waiting === 1 ? "1 page" : `${waiting.toLocaleString("en-GB")} pages`} of ${whose(shift, redactor)} ${waiting === 1 ? "waits" : "wait"} for a verdict`;
  return {
    kind: "end-of-shift",
    subject: heading,
    heading,
    period: `${localClockOf(from, zone)} to ${localClockOf(to, zone)}, ${zone}`,
    lead: `${(pages - waiting).toLocaleString("en-GB")} of ${pages.toLocaleString("en-GB")} judged. A tap each, while you remember: it teaches Squelch which alerts to stop.`,
    figures: [],
    leftOut: null,
    alerts: [],
    decide: null,
    forgotten: null,
    more: link === null ? null : { text: "Judge my shift", link },
    footer: "Reminders name no person, and come only where a page waits.",
  };
}

function whose({ team, isShift }: ShiftToJudge, redactor: Redactor): string {
  if (team === null) return isShift ? "your shift" : "your last 24 hours";
  const name = cut(redactor.text(team), 80);
  return isShift ? `the last shift of ${name}` : `the last 24 hours of ${name}`;
}
