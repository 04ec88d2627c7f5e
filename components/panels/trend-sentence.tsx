import ExternalLink from "lucide-react/icons/external-link";
import Link from "next/link";
import { KIND_WORDS } from "@/components/changes/change-words";
import type { LinkParams } from "@/components/format/href";
import { changesHref } from "@/components/format/ledger-href";
import { formatDayTime, formatIsoDate } from "@/components/format/time";
import type { CandidateChange, SignatureTrend } from "@/lib/contract/trends";
import { countText, rateText, ratioText } from "./trend-words";

/** Both rates with their intervals, and what one is to the other. */
export function TrendRates({ trend }: { trend: SignatureTrend }) {
  const ratio = ratioText(trend);
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-0.5 text-xs">
      <Rate name="before" text={rateText(trend.before)} of={countText(trend.before)} />
      <Rate name="after" text={rateText(trend.after)} of={countText(trend.after)} />
      {ratio && <Rate name="ratio" text={ratio} of={null} />}
    </dl>
  );
}

function Rate({ name, text, of }: { name: string; text: string; of: string | null }) {
  return (
    <div className="inline-flex flex-wrap gap-x-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd>
        <span className="font-medium">{text}</span>
        {of && <span className="text-ink-3">, {of}</span>}
      </dd>
    </div>
  );
}

/** Opens the change in the list of its day, among what else was done then. */
export function ChangeLink({ change, zone, filter }: { change: CandidateChange; zone: string; filter: LinkParams }) {
  const day = formatIsoDate(change.startsAt, zone);
  return (
    <span className="[overflow-wrap:anywhere]">
      <Link
        href={changesHref({ from: day, to: day, tz: filter.tz, kind: change.kind } as Parameters<
          typeof changesHref
        >[0])}
        className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-ink"
      >
        {KIND_WORDS[change.kind]}: {change.title}
      </Link>{" "}
      <span className="text-ink-3">
        {formatDayTime(change.startsAt, zone)}
        {change.service && `, ${change.service}`}
        {change.by && `, by ${change.by}`}
      </span>
      {change.url && (
        <a
          href={change.url}
          target="_blank"
          rel="noreferrer noopener"
          className="ml-1.5 inline-flex size-6 items-center justify-center align-middle text-ink-3 hover:text-ink"
        >
          <ExternalLink className="size-3" aria-hidden />
          <span className="sr-only">{change.title}, opens a new tab</span>
        </a>
      )}
    </span>
  );
}
