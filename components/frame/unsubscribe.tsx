"use client";

import { useState } from "react";
import { asProblem } from "@/components/panels/view";
import { type Problem, send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Mark } from "./mark";

type Step = "asking" | "ending" | "ended" | Problem;

/** For who opened the link of a mail: looking ends nothing, so that a program that follows links does not. */
export function Unsubscribe({ token }: { token: string }) {
  const [step, setStep] = useState<Step>("asking");
  const end = () => {
    setStep("ending");
    send("POST", `/api/unsubscribe/${encodeURIComponent(token)}`).then(
      () => setStep("ended"),
      (error: unknown) => setStep(asProblem(error)),
    );
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-6">
      <Mark className="size-9" />
      <h1 className="mt-5 text-2xl font-medium tracking-tight">No more of these mails?</h1>
      <div className="mt-3 min-h-32" aria-live="polite">
        {step === "ended" ? (
          <p>Done. This address gets no more of them.</p>
        ) : (
          <>
            <p className="text-ink-2">This ends the digest that the link came with, to your address alone.</p>
            {typeof step === "object" && (
              <p role="alert" className="mt-3 font-medium">
                {step.detail ?? step.title}
              </p>
            )}
            <Button className="mt-4" look="primary" disabled={step === "ending"} onClick={end}>
              {step === "ending" ? "Ending it" : "End it"}
            </Button>
          </>
        )}
      </div>
    </main>
  );
}
