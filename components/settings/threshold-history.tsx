import { formatExact } from "@/components/format/time";
import type { NoiseSettings, ThresholdChange } from "@/lib/contract/noise-settings";
import { plainNumber } from "./threshold-words";

/** Who changed what, the last first. */
export function ThresholdHistory({ history, zone }: Pick<NoiseSettings, "history" | "zone">) {
  if (history.length === 0) return <p className="text-ink-2">Nobody has changed a threshold yet: the defaults hold.</p>;
  return (
    <ul className="divide-y">
      {history.map(({ id, at, by, changes }) => (
        <li key={id} className="py-2">
          <p className="text-xs text-ink-3">
            <time dateTime={at}>{formatExact(at, zone)}</time>, {by}
          </p>
          <ul>
            {changes.map((change) => (
              <li key={`${change.team} ${change.reason} ${change.name}`} className="[overflow-wrap:anywhere]">
                {sentenceOf(change)}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function sentenceOf({ team, reason, name, from, to }: ThresholdChange): string {
  const what = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  const inherited = team === null ? "the default" : "that of the workspace";
  const value = (one: number | null) => (one === null ? inherited : plainNumber(one));
  return `${reason}, ${what}, ${team === null ? "workspace" : `team ${team}`}: ${value(from)} → ${value(to)}`;
}
