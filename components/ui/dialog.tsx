"use client";

import X from "lucide-react/icons/x";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = { open: boolean; onOpenChange: (open: boolean) => void; title: string; children: ReactNode };

export function Dialog({ open, onOpenChange, title, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          className="float-in fixed inset-x-3 top-[8vh] z-50 mx-auto max-h-[84vh] max-w-lg overflow-y-auto rounded-xl bg-raised p-5 shadow-float"
        >
          <div className="mb-3 flex items-center justify-between">
            <Radix.Title className="text-base font-medium">{title}</Radix.Title>
            <Radix.Close
              aria-label="Close"
              className="grid size-7 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
            >
              <X className="size-4" aria-hidden />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
