"use client";

import { Button } from "@/components/ui/button";

export default function ErrorScreen({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex min-h-[70dvh] max-w-md flex-col justify-center gap-4 px-6">
      <h1 className="text-2xl font-medium tracking-tight">This screen could not be shown</h1>
      <p className="text-ink-2">
        Something failed while it was being put together. Your data are safe and unchanged. Try again; if it stays,
        report it with the number below.
      </p>
      {error.digest && <p className="font-mono text-xs text-ink-3">Error {error.digest}</p>}
      <Button onClick={reset} className="w-fit">
        Try again
      </Button>
    </main>
  );
}
