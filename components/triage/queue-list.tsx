"use client";

import clsx from "clsx";
import Check from "lucide-react/icons/check";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { Swatch } from "@/components/charts/swatch";
import { LoopBadge } from "@/components/decision/loop-badge";
import { formatCount, formatPercent } from "@/components/format/numbers";
import { formatLocalDay } from "@/components/format/time";
import { Age } from "@/components/ui/age";
import { TitleTemplate } from "@/components/verdict/title-template";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { TriageItem } from "@/lib/contract/triage";
import type { LoopState } from "@/lib/model/decision";
import { rowIdOf } from "./use-queue";

type Props = {
  items: readonly TriageItem[];
  zone: string;
  here: string | null;
  chosen: ReadonlySet<string>;
  onGo: (id: string) => void;
  onChoose: (id: string) => void;
};

/** The queue, most pain first: what it is, what it costs, what the engine says of it, and who sees to it. */
export function QueueList({ items, zone, here, chosen, onGo, onChoose }: Props) {
  return (
    <ul aria-label="Alerts that wait for a decision">
      {items.map((item) => (
        <Row
          key={item.id}
          item={item}
          zone={zone}
          isHere={item.id === here}
          isChosen={chosen.has(item.id)}
          onGo={onGo}
          onChoose={onChoose}
        />
      ))}
    </ul>
  );
}

type RowProps = Pick<Props, "zone" | "onGo" | "onChoose"> & { item: TriageItem; isHere: boolean; isChosen: boolean };

function Row({ item, zone, isHere, isChosen, onGo, onChoose }: RowProps) {
  const { row, pain } = item;
  return (
    <li
      className={clsx(
        "relative flex border-b last:border-b-0",
        isHere ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
        isChosen && "bg-pressed",
      )}
    >
      <label className="grid w-10 shrink-0 cursor-pointer place-items-start justify-center pt-3.5">
        <span className="sr-only">Choose {row.title}</span>
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isChosen}
          onChange={() => onChoose(item.id)}
          className="size-4 accent-ink pointer-coarse:size-5"
        />
      </label>
      <button
        type="button"
        id={rowIdOf(item.id)}
        aria-current={isHere || undefined}
        onClick={() => onGo(item.id)}
        className="min-w-0 flex-1 py-2.5 pr-4 text-left outline-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-ink"
      >
        <span className="flex items-start gap-3">
          <span className="line-clamp-2 min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">
            <TitleTemplate title={row.title} />
          </span>
          <span className="shrink-0 text-right font-medium tabular-nums">
            {pain ? formatCount(Math.round(pain.value)) : "hidden"}
            <span className="sr-only"> pain</span>
          </span>
        </span>
        <span className="mt-0.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-2xs text-ink-3">
          <span className="truncate">{[row.service, row.team].filter(Boolean).join(" · ") || "no service named"}</span>
          <HourFigures item={item} />
        </span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-xs text-ink-2">
          <VerdictBadge verdict={row.verdict} byPerson={row.byPerson} />
          <span>{evidenceOf(item)}</span>
        </span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-2xs text-ink-3">
          <span className={item.owner ? "text-ink-2" : ""}>{ownerWords(item)}</span>
          {item.state === "hid-something-real" && <LoopBadge state={item.state} />}
          <span className={item.state === "came-back" ? "font-medium text-ink" : ""}>
            {SEEN[item.state] ?? "flagged "}
            <Age at={item.flaggedAt} zone={zone} />
          </span>
          {item.dueDate && (
            <span className={item.isOverdue ? "font-medium text-ink" : ""}>
              {item.isOverdue ? "overdue since" : "due"} {formatLocalDay(item.dueDate)}
            </span>
          )}
          {item.isHandledToday && (
            <span className="inline-flex items-center gap-0.5">
              <Check className="size-3" aria-hidden />
              seen to today
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

const SEEN: Partial<Record<LoopState, string>> = { "came-back": "came back, seen ", "hid-something-real": "seen " };

function HourFigures({ item }: { item: TriageItem }) {
  if (item.pain === null) return <span>interruptions hidden: few people</span>;
  const parts = item.pain.parts.filter(({ interruptions }) => interruptions > 0);
  if (parts.length === 0) return <span>no interruption</span>;
  return parts.map(({ hours, interruptions }) => (
    <span key={hours} className="inline-flex items-center gap-1">
      <Swatch fill={HOUR_FILL[hours]} />
      {formatCount(interruptions)} {HOUR_WORD[hours]}
    </span>
  ));
}

/** The suggestion in one line, with what it rests on. */
function evidenceOf({ row, suggestion }: TriageItem): string {
  const tally = `${formatCount(row.counts.noise)} of ${formatCount(row.pages)} pages noise`;
  const reason = row.reason ? `${row.reason}, ` : "";
  return suggestion ? `${reason}${tally}, ${formatPercent(1 - row.probability)} likely` : `${reason}${tally}`;
}

function ownerWords({ owner }: Pick<TriageItem, "owner">): string {
  if (owner === null) return "nobody sees to it";
  return `owned by ${owner.name ?? "somebody"}`;
}
