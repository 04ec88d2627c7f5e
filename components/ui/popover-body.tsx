"use client";

import clsx from "clsx";
import { Popover } from "radix-ui";
import type { ReactNode, RefObject } from "react";

type Props = {
  anchor: RefObject<HTMLButtonElement | null>;
  label: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
};

/** What opens beside a button; loaded when one is first reached for. */
export function PopoverBody({ anchor, label, onClose, className, children }: Props) {
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className={clsx("float-in z-50 max-w-[calc(100vw-24px)] rounded-lg bg-raised shadow-float", className)}
          // The button itself opens and closes.
          onInteractOutside={(event) => {
            if (event.target instanceof Node && anchor.current?.contains(event.target)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
