"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useRef, useState } from "react";

const load = () => import("./popover-body").then((module) => module.PopoverBody);
const PopoverBody = dynamic(load, { ssr: false });

type Props = {
  /** Names what opens. */
  label: string;
  trigger: ReactNode;
  /** Where the trigger's own text does not say enough. */
  triggerLabel?: string;
  triggerClass: string;
  className?: string;
  children: (close: () => void) => ReactNode;
};

export function Popover({ label, trigger, triggerLabel, triggerClass, className, children }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={triggerLabel}
        className={triggerClass}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => setOpen(!open)}
      >
        {trigger}
      </button>
      {open && (
        <PopoverBody anchor={button} label={label} onClose={close} className={className}>
          {children(close)}
        </PopoverBody>
      )}
    </>
  );
}
