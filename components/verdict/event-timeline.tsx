import Bot from "lucide-react/icons/bot";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import User from "lucide-react/icons/user";
import Link from "next/link";
import { formatDuration } from "@/components/format/duration";
import { keyed } from "@/components/format/keyed";
import { deliveryHref, importHref } from "@/components/format/ledger-href";
import { formatClock, formatDate, formatExact } from "@/components/format/time";
import type { PageDetail } from "@/lib/contract/page";
import type { PageEventKind } from "@/lib/model/page-event";
import { ChannelIcon } from "./channel-icon";

type Event = PageDetail["events"][number];

const WORDS: Record<PageEventKind, string> = {
  triggered: "Opened",
  notified: "Told",
  acknowledged: "Acknowledged",
  unacknowledged: "Acknowledgement ended",
  escalated: "Escalated",
  reassigned: "Reassigned",
  "responder-added": "Asked to join",
  snoozed: "Snoozed",
  annotated: "Noted",
  "priority-changed": "Priority changed",
  merged: "Merged",
  resolved: "Resolved",
  reopened: "Reopened",
};

const ACTOR_ICONS = { person: User, automation: Bot, unknown: CircleHelp };

type Props = { events: readonly Event[]; openedAt: string; zone: string };

/** Events in order, with who did it, the local time, UTC, and where each was read. */
export function EventTimeline({ events, openedAt, zone }: Props) {
  return (
    <ol className="relative">
      {keyed(events).map(({ key: index, item: event }) => (
        <li key={index} className="relative flex gap-3 pb-4 last:pb-0">
          {index < events.length - 1 && (
            <span aria-hidden className="absolute top-6 bottom-0 left-[11.5px] w-px bg-line" />
          )}
          <ActorMark event={event} />
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{WORDS[event.kind]}</span>
              <span className="min-w-0 text-ink-2">{whoDid(event)}</span>
              <span className="ml-auto text-xs text-ink-3">{after(event.at, openedAt)}</span>
            </p>
            {(event.channel || event.level !== null || event.how) && (
              <p className="flex flex-wrap items-center gap-x-3 text-xs text-ink-2">
                {event.channel && event.channel !== "unknown" && <span>{event.channel}</span>}
                {event.level !== null && <span>level {event.level}</span>}
                {event.how && <span>{event.how}</span>}
              </p>
            )}
            {event.note && (
              <p className="my-1 border-l-2 pl-2.5 whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">
                {event.note}
              </p>
            )}
            <p className="mt-0.5 flex flex-wrap gap-x-2 text-2xs text-ink-3">
              <time dateTime={event.at}>
                {formatExact(event.at, zone)} {zone.replaceAll("_", " ")}
              </time>
              {zone !== "UTC" && <span>{utc(event.at, zone)}</span>}
              {event.atReceipt && <span>time of receipt</span>}
              <Origin event={event} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** What told it, as it came. */
function Origin({ event: { origin, source } }: { event: Event }) {
  const look = "font-mono [overflow-wrap:anywhere]";
  if (!origin) return <span className={look}>{source}</span>;
  return (
    <Link
      href={origin.kind === "delivery" ? deliveryHref(origin.id) : importHref(origin.id)}
      className={`${look} underline decoration-line-strong underline-offset-2 hover:text-ink hover:decoration-ink`}
    >
      {source}
    </Link>
  );
}

function ActorMark({ event: { kind, by, channel } }: { event: Event }) {
  const Icon = ACTOR_ICONS[by];
  if (kind === "notified")
    return (
      <span className="z-[1] grid size-6 shrink-0 place-items-center rounded-full border bg-surface">
        <ChannelIcon channel={channel ?? "unknown"} small />
      </span>
    );
  return (
    <span className="z-[1] grid size-6 shrink-0 place-items-center rounded-full border bg-surface">
      <Icon className="size-3.5 text-ink-2" aria-hidden />
      <span className="sr-only">{by === "unknown" ? "unknown actor" : by}</span>
    </span>
  );
}

function whoDid({ kind, by, person, to }: Event): string {
  const receivers = to.length > 0 ? `to ${to.join(", ")}` : null;
  if (kind === "notified") return [person ?? "somebody not named", receivers].filter(Boolean).join(" ");
  const actor =
    person ?? (by === "automation" ? "automation" : by === "person" ? "a person not named" : "actor not known");
  return [`by ${actor}`, receivers].filter(Boolean).join(" ");
}

function after(at: string, openedAt: string): string {
  const seconds = (Date.parse(at) - Date.parse(openedAt)) / 1000;
  if (seconds === 0) return "start";
  return seconds > 0 ? `+${formatDuration(seconds)}` : `−${formatDuration(-seconds)}`;
}

/** The date is repeated only where UTC is on another day. */
function utc(at: string, zone: string): string {
  const sameDay = formatDate(at, "UTC") === formatDate(at, zone);
  return `${sameDay ? formatClock(at, "UTC") : formatExact(at, "UTC")} UTC`;
}
