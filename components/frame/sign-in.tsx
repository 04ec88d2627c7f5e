"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { asProblem } from "@/components/panels/view";
import { type Problem, send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Mark } from "./mark";

type Step = { kind: "looking" } | { kind: "no-link" } | { kind: "signing-in" } | { kind: "failed"; problem: Problem };

/** The token is in the fragment, which browsers never send; it is spent by a request of its own. */
export function SignIn() {
  const [step, setStep] = useState<Step>({ kind: "looking" });
  const token = useRef<string | null>(null);

  const spend = useCallback(() => {
    if (!token.current) return setStep({ kind: "no-link" });
    setStep({ kind: "signing-in" });
    send("POST", "/api/sign-in", { token: token.current }).then(
      () => window.location.replace("/overview"),
      (error: unknown) => setStep({ kind: "failed", problem: asProblem(error) }),
    );
  }, []);
  useEffect(() => {
    const read = () => {
      const found = tokenIn(window.location.hash);
      if (!found && token.current) return;
      token.current = found;
      // The link works once; it need not stay in the history.
      if (found) window.history.replaceState(null, "", window.location.pathname);
      spend();
    };
    if (token.current === null) read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, [spend]);

  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-6">
      <Mark className="size-9" />
      <h1 className="mt-5 text-2xl font-medium tracking-tight">Squelch</h1>
      <p className="mt-1 text-ink-2">Which pages needed a person, which were noise, and who was woken.</p>
      <div className="mt-6 min-h-32" aria-live="polite">
        {step.kind === "signing-in" && <p>Signing you in</p>}
        {step.kind === "no-link" && (
          <div className="rounded-xl border bg-surface p-4 shadow-card">
            <p className="font-medium">Open the link from the terminal</p>
            <p className="mt-1 text-ink-2">
              When Squelch starts it prints a sign-in link that works once. Open it in this browser. For a new link, run
              the line below where Squelch runs.
            </p>
            <code className="mt-3 block overflow-x-auto rounded-md bg-hover px-2.5 py-2 font-mono text-xs">
              npm run squelch -- sign-in-link
            </code>
          </div>
        )}
        {step.kind === "failed" && (
          <div role="alert" className="rounded-xl border bg-surface p-4 shadow-card">
            <p className="font-medium">{step.problem.title}</p>
            {step.problem.detail && <p className="mt-1 text-ink-2">{step.problem.detail}</p>}
            {step.problem.requestId && (
              <p className="mt-1 font-mono text-2xs text-ink-3">Request {step.problem.requestId}</p>
            )}
            <Button className="mt-3" onClick={spend}>
              Try again
            </Button>
          </div>
        )}
      </div>
    </main>
  );
}

/** "#token=abc" or "#abc" */
function tokenIn(hash: string): string | null {
  const text = hash.replace(/^#/, "");
  return (text.includes("=") ? new URLSearchParams(text).get("token") : text) || null;
}
