import { formatCounted, formatPercent } from "@/components/format/numbers";
import type { InferredView, PageDetail } from "@/lib/contract/page";
import { BANDS, bounded, chanceOf, logit } from "@/lib/noise/case";

/** The sum by which the votes come to the probability: it can be done again with a pocket calculator. */
export function VoteSum({ inferred, taught }: { inferred: InferredView; taught: PageDetail["taught"] }) {
  const { decidedBy, probability, votes } = inferred;
  const bands = `Noise at ${formatPercent(BANDS.noiseAtMost)} or less, actionable at ${formatPercent(BANDS.actionableAtLeast)} or more; unclear between.`;
  if (decidedBy === "action-evidence")
    return (
      <p className="mt-1 text-xs text-ink-3">
        Evidence that a person acted counts as {formatPercent(BANDS.actionEvidenceAtLeast)} at least, whatever the votes
        say.
      </p>
    );
  if (decidedBy !== "votes" || probability <= 0 || probability >= 1)
    return <p className="mt-1 text-xs text-ink-3">{bands}</p>;
  const cast = votes.reduce((sum, { weight }) => sum + weight, 0);
  const sum = bounded(cast);
  const odds = logit(probability);
  const start = odds - sum;
  return (
    <div className="mt-1 text-xs text-ink-3">
      <p>
        As log-odds: start {signed(start)} (before any look at it: {formatPercent(chanceOf(start))} actionable), votes{" "}
        {signed(sum)}
        {cast !== sum && ` (${signed(cast)}, of what is over 4 a fiftieth counts)`}, together{" "}
        <span className="font-medium text-ink-2">
          {signed(odds)} = {formatPercent(probability)} actionable
        </span>
        .
      </p>
      <p>{taughtText(taught)}</p>
      <p>{bands}</p>
    </div>
  );
}

function taughtText({ pages, actionable }: PageDetail["taught"]): string {
  if (pages === 0)
    return "No person has judged another page of this alert: it starts from what the engine sees in them.";
  const judged = formatCounted(pages, "other page", "other pages");
  return `People have judged ${judged} of this alert, ${actionable} of them actionable; that moves the start, near pages most.`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
}
