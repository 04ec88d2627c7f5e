"use client";

import clsx from "clsx";
import ChevronDown from "lucide-react/icons/chevron-down";
import dynamic from "next/dynamic";
import { Popover } from "radix-ui";
import { useState } from "react";
import type { Option } from "./option-list";

const OptionList = dynamic(() => import("./option-list").then((module) => module.OptionList), {
  loading: () => <div className="h-24" />,
});

type Props = {
  label: string;
  options: readonly Option[];
  value: string | null;
  /** Shown, and offered as the first option, where nothing is chosen; null where something must be. */
  none: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  className?: string;
};

const NONE = "\u0000none";

export function Combobox({ label, options, value, none, onChange, placeholder = "Search", className }: Props) {
  const [open, setOpen] = useState(false);
  const all = none === null ? options : [{ value: NONE, label: none }, ...options];
  const shown = value === null ? (none ?? label) : (options.find((option) => option.value === value)?.label ?? value);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={`${label}: ${shown}`}
        className={clsx(
          "inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md border px-2.5 text-sm transition-colors hover:bg-hover pointer-coarse:h-11",
          value === null ? "border-line text-ink-2" : "border-line-strong font-medium",
          className,
        )}
      >
        <span className="truncate">{shown}</span>
        <ChevronDown className="ml-auto size-3.5 shrink-0 text-ink-3" aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={12}
          aria-label={label}
          className="float-in z-50 w-72 max-w-[calc(100vw-24px)] overflow-hidden rounded-lg bg-raised shadow-float"
        >
          <OptionList
            options={all}
            value={value ?? NONE}
            placeholder={placeholder}
            onPick={(picked) => {
              setOpen(false);
              onChange(picked === NONE ? null : picked);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
