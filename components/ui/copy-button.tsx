"use client";

import Check from "lucide-react/icons/check";
import Copy from "lucide-react/icons/copy";
import { useEffect, useState } from "react";
import { Button } from "./button";
import { notify } from "./notify";

const SHOWN_MS = 2_000;

/** Copies a text; `what` names it: "Copy the address". */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      // Not there where the address is neither https nor of this machine.
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      notify(`The browser did not allow copying. Select ${what} and copy it by hand.`);
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <Button size="small" aria-label={`Copy ${what}`} onClick={() => void copy()} className="w-20">
      <Icon className="size-3.5" aria-hidden />
      <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
    </Button>
  );
}
