"use client";

import clsx from "clsx";
import type { ReactNode } from "react";
import { VERDICT_FILL } from "@/components/charts/palette";
import { Swatch } from "@/components/charts/swatch";
import type { Said } from "@/components/verdict/taps";
import type { TriageItem } from "@/lib/contract/triage";
import type { DecisionKind } from "@/lib/model/decision";
import { type Asking, DECIDE_KEYS, REASON_KEYS } from "./reason-keys";
import { namesOf } from "./use-triage-moves";

type Props = {
  aimed: readonly TriageItem[];
  asking: Asking | null;
  onAsk: (verdict: Asking) => void;
  onAccept: () => void;
  onJudge: (said: Said) => void;
  onClaim: () => void;
  onLater: () => void;
  onDecide: (kind: DecisionKind) => void;
  /** A form is open below it: on a phone the bar would lie over its lower part. */
  isAside: boolean;
};

/** What can be done to the alert at hand or to those chosen, each with its key. On a phone it lies under the thumb. */
export function TriageActions({ aimed, asking, isAside, ...acts }: Props) {
  const { onAsk, onAccept, onJudge, onClaim, onLater, onDecide } = acts;
  const [only] = aimed;
  const suggested = aimed.length === 1 ? only?.suggestion : null;
  const some = aimed.some(({ suggestion }) => suggestion !== null);
  return (
    <section
      aria-label={`What to do with ${namesOf(aimed)}`}
      className={clsx(
        "rounded-xl border bg-surface px-3 py-2.5 shadow-card",
        isAside ? "max-lg:hidden" : "max-lg:sticky max-lg:bottom-16 max-lg:z-20 max-lg:order-last max-lg:shadow-float",
      )}
    >
      {aimed.length > 1 && <p className="mb-2 px-1 text-xs font-medium">For {namesOf(aimed)} together</p>}
      <div className="flex flex-wrap gap-1.5">
        {some && (
          <Act hint="y" onClick={onAccept} strong>
            {suggested && <Swatch fill={VERDICT_FILL[suggested.verdict]} />}
            {suggested ? `Yes, ${suggested.reason ?? suggested.verdict}` : "Accept what is suggested"}
          </Act>
        )}
        <Act hint="d" pressed={asking === "decide"} onClick={() => onAsk("decide")}>
          Decide
        </Act>
        <Act hint="1" pressed={asking === "actionable"} onClick={() => onAsk("actionable")}>
          Actionable
        </Act>
        <Act hint="2" pressed={asking === "noise"} onClick={() => onAsk("noise")}>
          Noise
        </Act>
        <Act hint="3" onClick={() => onJudge({ verdict: "unclear", reason: null })}>
          Unclear
        </Act>
        <Act hint="a" onClick={onClaim}>
          I see to it
        </Act>
        <Act hint="h" onClick={onLater}>
          Later
        </Act>
      </div>
      {asking === "decide" && (
        <Question title="Decide: a letter decides at once, a button opens what is filled in">
          {DECIDE_KEYS.map(({ key, kind, label }) => (
            <Act key={key} hint={key} small onClick={() => onDecide(kind)}>
              {label}
            </Act>
          ))}
        </Question>
      )}
      {(asking === "noise" || asking === "actionable") && (
        <Question
          title={
            asking === "noise"
              ? "Noise because: a letter, or 2 again for no reason"
              : "Actionable because: a letter, or 1 again for no reason"
          }
        >
          {REASON_KEYS[asking].map(({ key, label, said }) => (
            <Act key={key} hint={key} small onClick={() => onJudge(said)}>
              {label}
            </Act>
          ))}
        </Question>
      )}
    </section>
  );
}

function Question({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="mt-2.5 border-t pt-2.5">
      <legend className="float-left mb-1.5 w-full px-1 text-xs text-ink-2">{title}</legend>
      <div className="clear-both flex flex-wrap gap-1.5">{children}</div>
    </fieldset>
  );
}

type ActProps = {
  hint: string;
  onClick: () => void;
  children: ReactNode;
  pressed?: boolean;
  strong?: boolean;
  small?: boolean;
};

function Act({ hint, onClick, children, pressed, strong, small }: ActProps) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      aria-keyshortcuts={hint}
      onClick={onClick}
      className={clsx(
        "inline-flex items-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors pointer-coarse:min-h-11",
        small ? "h-7 px-2 text-xs" : "h-8 px-2.5 text-sm",
        strong ? "bg-invert text-on-invert hover:opacity-90" : "border border-line-strong hover:bg-hover",
        pressed && "bg-pressed",
      )}
    >
      {children}
      <kbd
        aria-hidden
        className={clsx("font-mono text-2xs font-normal max-sm:hidden", strong ? "opacity-70" : "text-ink-3")}
      >
        {hint}
      </kbd>
    </button>
  );
}
