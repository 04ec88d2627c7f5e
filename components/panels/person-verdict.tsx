import { formatCount } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { PersonVerdictView } from "@/lib/contract/page";

type Props = { given: PersonVerdictView; zone: string; className?: string };

export function PersonVerdict({ given, zone, className }: Props) {
  return (
    <div className={className}>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <VerdictBadge verdict={given.verdict} byPerson className="font-medium" />
        {given.reason && <span className="text-ink-2">{given.reason}</span>}
        {given.wrongHour && <span className="text-xs text-ink-3">wrong hour</span>}
      </p>
      <p className="mt-0.5 text-xs text-ink-3">
        {given.by},{" "}
        {given.givenAt
          ? `${formatExact(given.givenAt, zone)} ${zone.replaceAll("_", " ")}`
          : "at a time that is not known"}
        {given.broughtBy && `, brought in by ${given.broughtBy}`}
        {given.words > 1 && `, on ${formatCount(given.words)} pages at once`}
      </p>
      {given.note && (
        <p className="mt-1.5 max-w-prose border-l-2 pl-2.5 whitespace-pre-line text-ink-2 [overflow-wrap:anywhere]">
          {given.note}
        </p>
      )}
    </div>
  );
}
