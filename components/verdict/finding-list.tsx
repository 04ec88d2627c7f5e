import Link from "next/link";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import type { FindingView } from "@/lib/contract/page";
import { groupBy } from "@/lib/model/group-by";
import { REASON_WORDS } from "./reason-words";

type Props = { findings: readonly FindingView[]; zone: string; filter: LinkParams };

/** What the detectors claim, with all that is needed to check it by hand. */
export function FindingList({ findings, zone, filter }: Props) {
  if (findings.length === 0)
    return <p className="py-3 text-ink-2">No detector claims anything here. The verdict rests on the votes alone.</p>;
  return (
    <ul className="divide-y">
      {kindsOf(findings).map((kind) => (
        <Kind key={kind.detector} {...kind} zone={zone} filter={filter} />
      ))}
    </ul>
  );
}

type FindingKind = { detector: FindingView["detector"]; findings: readonly FindingView[] };

/** Findings of one detector shown before the rest is folded away. */
const FIRST_OF_A_KIND = 3;

/** One detector after the other as they came; of each, what rests on most pages first, then what is newest. */
function kindsOf(findings: readonly FindingView[]): FindingKind[] {
  const newest = ({ samplePages }: FindingView) =>
    Math.max(0, ...samplePages.map((page) => Date.parse(page.triggeredAt)));
  return [...groupBy(findings, ({ detector }) => detector)].map(([detector, ofKind]) => ({
    detector,
    findings: ofKind.toSorted((a, b) => b.pages - a.pages || newest(b) - newest(a)),
  }));
}

function Kind({ detector, findings, zone, filter }: FindingKind & Omit<Props, "findings">) {
  const rest = findings.slice(FIRST_OF_A_KIND);
  const claim = (finding: FindingView) => <Claim key={finding.claim} finding={finding} zone={zone} filter={filter} />;
  return (
    <li className="py-3 first:pt-1 last:pb-1">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{detector}</span>
        <span className="text-xs text-ink-3">{REASON_WORDS[detector]}</span>
        {findings.length > 1 && (
          <span className="text-xs text-ink-3">{formatCounted(findings.length, "finding", "findings")}</span>
        )}
      </p>
      <ul className="space-y-3">{findings.slice(0, FIRST_OF_A_KIND).map(claim)}</ul>
      {rest.length > 0 && (
        <details className="mt-3">
          <summary className="w-fit text-xs text-ink-2 hover:text-ink">
            {formatCounted(rest.length, "more finding", "more findings")} of {detector}
          </summary>
          <ul className="mt-3 space-y-3">{rest.map(claim)}</ul>
        </details>
      )}
    </li>
  );
}

function Claim({ finding, zone, filter }: { finding: FindingView; zone: string; filter: LinkParams }) {
  return (
    <li>
      <p className="mt-0.5">{finding.claim}</p>
      <dl className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs">
        {Object.entries(finding.facts).map(([name, value]) => (
          <Fact key={name} name={name} value={typeof value === "number" ? round(value) : value} />
        ))}
        {Object.entries(finding.thresholds).map(([name, value]) => (
          <Fact key={`threshold ${name}`} name={`threshold ${words(name)}`} value={round(value)} />
        ))}
      </dl>
      <Evidence finding={finding} zone={zone} filter={filter} />
    </li>
  );
}

/** Pages shown before the rest is folded away. */
const FIRST = 5;

function Evidence({
  finding: { pages, samplePages },
  zone,
  filter,
}: {
  finding: FindingView;
  zone: string;
  filter: LinkParams;
}) {
  const link = ({ id, triggeredAt }: FindingView["samplePages"][number]) => (
    <Link
      key={id}
      href={hrefTo(`/pages/${id}`, filter)}
      className="text-ink-2 underline decoration-line-strong underline-offset-3 hover:text-ink hover:decoration-ink"
    >
      {formatDayTime(triggeredAt, zone)}
    </Link>
  );
  const rest = samplePages.slice(FIRST);
  return (
    <div className="mt-2 text-xs text-ink-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{formatCounted(pages, "page", "pages")}:</span>
        {samplePages.slice(0, FIRST).map(link)}
        {rest.length === 0 && pages > samplePages.length && (
          <span>and {formatCount(pages - samplePages.length)} more</span>
        )}
      </p>
      {rest.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit hover:text-ink">{formatCount(rest.length)} more</summary>
          <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
            {rest.map(link)}
            {pages > samplePages.length && (
              <span>and {formatCount(pages - samplePages.length)} that are not listed</span>
            )}
          </p>
        </details>
      )}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="inline-flex gap-1.5">
      <dt className="text-ink-3">{words(name)}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}

/** "withinMinutes" -> "within minutes" */
function words(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

function round(value: number): string {
  return formatCount(Number(value.toPrecision(4)));
}
