"use client";

import { useId } from "react";
import type { Proof, ProviderView } from "@/lib/contract/source";
import { noteOf, PROOF_WORDS } from "./proof-words";

type Props = {
  webhook: NonNullable<ProviderView["webhook"]>;
  hasApi: boolean;
  /** Null = no webhook. */
  proof: Proof | null;
  onChange: (proof: Proof | null) => void;
};

/** How a sender shows that a delivery is its own: what it can do, best first. */
export function ProofChoice({ webhook, hasApi, proof, onChange }: Props) {
  const name = useId();
  const note = noteOf(webhook.signature);
  const choices = [
    ...webhook.proofs.map((value) => ({
      value,
      ...PROOF_WORDS[value],
      ...(value === "signature" && note !== null && { why: `${PROOF_WORDS.signature.why} ${note}` }),
    })),
    {
      value: null,
      label: "No webhook",
      why: hasApi ? "Only files, and what is fetched from its API." : "Only files.",
    },
  ];
  return (
    <fieldset>
      <legend className="mb-1.5 text-xs text-ink-2">How deliveries prove that they are its own</legend>
      <div className="divide-y rounded-lg border">
        {choices.map(({ value, label, why }) => (
          <label key={label} className="flex items-start gap-3 px-3 py-2.5 hover:bg-hover">
            <input
              type="radio"
              name={name}
              checked={proof === value}
              onChange={() => onChange(value)}
              className="mt-0.5 size-4 shrink-0 accent-ink"
            />
            <span className="min-w-0">
              <span className="font-medium">{label}</span>
              <span className="block text-xs text-ink-2">{why}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
