import clsx from "clsx";
import Check from "lucide-react/icons/check";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleDashed from "lucide-react/icons/circle-dashed";
import Clock from "lucide-react/icons/clock";
import FileText from "lucide-react/icons/file-text";
import Pause from "lucide-react/icons/pause";
import { isAlarming, type SourceState, STATE_WORDS } from "./source-state";

const ICONS: Record<SourceState, typeof Check> = {
  paused: Pause,
  disabled: CircleAlert,
  failing: CircleAlert,
  quiet: Clock,
  "no-secret": CircleDashed,
  "no-delivery": CircleDashed,
  "no-webhook": FileText,
  well: Check,
};

/** A word and a shape; the colour only repeats them. */
export function StateBadge({ state }: { state: SourceState }) {
  const Icon = ICONS[state];
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 rounded-md px-1.5 py-0.5 text-xs font-medium",
        isAlarming(state) ? "bg-alarm text-alarm-ink" : "bg-hover text-ink",
      )}
    >
      <Icon className="size-3.5 shrink-0" aria-hidden />
      {STATE_WORDS[state]}
    </span>
  );
}
