"use client";

import clsx from "clsx";
import { VERDICT_FILL } from "@/components/charts/palette";
import { Swatch } from "@/components/charts/swatch";
import { FURTHER_TAPS, type Said, type Suggested, type Tap, tapsFor } from "./taps";

type Props = {
  suggested: Suggested;
  chosen: Said | null;
  onJudge: (said: Said) => void;
  /** Where the keys would not know which of several pages is meant. */
  withoutKeys?: boolean;
};

/** The five that most pages need, and behind one more key all others. */
export function TapButtons({ suggested, chosen, onJudge, withoutKeys = false }: Props) {
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {tapsFor(suggested).map((tap) => (
          <TapButton
            key={tap.key}
            tap={tap}
            keys={withoutKeys ? null : tap.key}
            pressed={isSame(tap.said, chosen)}
            onJudge={onJudge}
          />
        ))}
      </div>
      <details className="mt-2">
        <summary className="w-fit cursor-pointer py-1 text-xs text-ink-2 hover:text-ink pointer-coarse:py-3">
          Another verdict or reason {!withoutKeys && <kbd className="ml-1 font-mono text-2xs text-ink-3">v</kbd>}
        </summary>
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {FURTHER_TAPS.map((tap) => (
            <TapButton
              key={tap.key}
              tap={tap}
              keys={withoutKeys ? null : `v ${tap.key}`}
              pressed={isSame(tap.said, chosen)}
              onJudge={onJudge}
              small
            />
          ))}
        </div>
      </details>
    </>
  );
}

type ButtonProps = { tap: Tap; keys: string | null; pressed: boolean; onJudge: (said: Said) => void; small?: boolean };

function TapButton({ tap: { label, said }, keys, pressed, onJudge, small }: ButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-keyshortcuts={keys ?? undefined}
      title={said.reason ? `${said.verdict}: ${said.reason}` : said.verdict}
      onClick={() => onJudge(said)}
      className={clsx(
        "inline-flex items-center gap-2 rounded-md border transition-colors pointer-coarse:min-h-11",
        small ? "h-7 px-2 text-xs" : "h-9 px-3 text-sm font-medium",
        pressed ? "border-ink bg-hover" : "border-line-strong hover:bg-hover",
      )}
    >
      <Swatch fill={VERDICT_FILL[said.verdict]} />
      {label}
      {keys && (
        <kbd aria-hidden className="hidden font-mono text-2xs font-normal text-ink-3 sm:inline">
          {keys}
        </kbd>
      )}
    </button>
  );
}

function isSame(said: Said, chosen: Said | null): boolean {
  return chosen !== null && said.verdict === chosen.verdict && said.reason === chosen.reason;
}
